"use server"

import { z } from "zod"
import { revokePasskey } from "@/lib/services/revoke-passkey"
import { actionClient } from "./action-client"

export const revokePasskeyAction = actionClient
  .metadata({ name: "revoke passkey", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ passkeyId: z.string().max(100) }))
  .action(async ({ parsedInput, ctx }) => {
    await revokePasskey(ctx, { sessionId: ctx.session.id, ...parsedInput })
    return { done: true }
  })
