"use server"

import { z } from "zod"
import { setPassword } from "@/lib/services/set-password"
import { actionClient } from "./action-client"

export const setPasswordAction = actionClient
  .metadata({ name: "set password", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ password: z.string().max(1000) }))
  .action(async ({ parsedInput, ctx }) => {
    await setPassword(ctx, { sessionId: ctx.session.id, password: parsedInput.password })
    return { done: true }
  })
