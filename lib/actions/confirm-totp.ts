"use server"

import { z } from "zod"
import { confirmTotpEnrolment } from "@/lib/services/enrol-totp"
import { actionClient } from "./action-client"

export const confirmTotpAction = actionClient
  .metadata({ name: "confirm authenticator", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ pending: z.string().max(2000), code: z.string().max(100) }))
  .action(async ({ parsedInput, ctx }) => {
    await confirmTotpEnrolment(ctx, { sessionId: ctx.session.id, ...parsedInput })
    return { done: true }
  })
