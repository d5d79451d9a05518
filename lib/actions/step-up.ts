"use server"

import { headers } from "next/headers"
import { z } from "zod"
import { clientAddress } from "@/lib/auth/client-address"
import { stepUp } from "@/lib/services/step-up"
import { actionClient } from "./action-client"

/** A code from the authenticator app, or a passkey's answer: for 10 minutes this session may do what needs a fresh one. */
export const stepUpAction = actionClient
  .metadata({ name: "step up", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ code: z.string().max(100).optional(), passkey: z.unknown().optional() }))
  .action(async ({ parsedInput, ctx }) => {
    const address = clientAddress(await headers())
    await stepUp(ctx, { sessionId: ctx.session.id, ...parsedInput, address })
    return { done: true }
  })
