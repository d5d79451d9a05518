"use server"

import { cookies, headers } from "next/headers"
import { z } from "zod"
import { clientAddress } from "@/lib/auth/client-address"
import { cookiesOf } from "@/lib/auth/cookies"
import { nextAuthSecret } from "@/lib/auth/next-auth-secret"
import { sessionCookie } from "@/lib/auth/session-token"
import { stepUp } from "@/lib/services/step-up"
import { actionClient } from "./action-client"

/** A code from the authenticator app, or a passkey's answer, and where it is asked for the password: for 10 minutes this session may do what needs a fresh one. */
export const stepUpAction = actionClient
  .metadata({ name: "step up", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ code: z.string().max(100).optional(), passkey: z.unknown().optional(), password: z.string().max(1000).optional() }))
  .action(async ({ parsedInput, ctx }) => {
    const address = clientAddress(await headers())
    const { sessionToken, expiresAt } = await stepUp(ctx, { sessionId: ctx.session.id, ...parsedInput, address })
    const { session } = cookiesOf(ctx.settings.publicUrl)
    const seconds = Math.max(1, Math.floor((expiresAt.getTime() - Date.now()) / 1000))
    ;(await cookies()).set(session.name, await sessionCookie(sessionToken, await nextAuthSecret(), seconds), { ...session.options, maxAge: seconds })
    return { done: true }
  })
