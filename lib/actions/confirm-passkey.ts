"use server"

import { z } from "zod"
import { confirmPasskey } from "@/lib/services/register-passkey"
import { actionClient } from "./action-client"

export const confirmPasskeyAction = actionClient
  .metadata({ name: "confirm passkey", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ name: z.string().max(200), answer: z.unknown() }))
  .action(async ({ parsedInput, ctx }) => confirmPasskey(ctx, { sessionId: ctx.session.id, ...parsedInput }))
