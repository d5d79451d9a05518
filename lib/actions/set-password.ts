"use server"

import { headers } from "next/headers"
import { z } from "zod"
import { clientAddress } from "@/lib/auth/client-address"
import { setPassword } from "@/lib/services/set-password"
import { actionClient } from "./action-client"

export const setPasswordAction = actionClient
  .metadata({ name: "set password", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ password: z.string().max(1000), present: z.string().max(1000).optional() }))
  .action(async ({ parsedInput, ctx }) => {
    await setPassword(ctx, { sessionId: ctx.session.id, ...parsedInput, address: clientAddress(await headers()) })
    return { done: true }
  })
