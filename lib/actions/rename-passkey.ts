"use server"

import { z } from "zod"
import { renamePasskey } from "@/lib/services/rename-passkey"
import { actionClient } from "./action-client"

export const renamePasskeyAction = actionClient
  .metadata({ name: "rename passkey", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ passkeyId: z.string().max(100), name: z.string().max(200) }))
  .action(async ({ parsedInput, ctx }) => {
    await renamePasskey(ctx, { sessionId: ctx.session.id, ...parsedInput })
    return { done: true }
  })
