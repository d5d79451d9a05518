"use server"

import { cookies } from "next/headers"
import { z } from "zod"
import { cookiesOf } from "@/lib/auth/cookies"
import { formInput } from "@/lib/auth/form-input"
import { startSignIn } from "@/lib/services/start-sign-in"
import { publicActionClient } from "./action-client"

/** E-mail and password. A right one sets the challenge's cookie and says which second factor to ask for. */
export const startSignInAction = publicActionClient
  .metadata({ name: "start sign-in", permission: "public" })
  .inputSchema(formInput({ email: z.string().max(1000), password: z.string().max(1000) }))
  .stateAction(async ({ parsedInput, ctx }) => {
    const { challenge: token, by } = await startSignIn(ctx, { ...parsedInput, address: ctx.clientAddress })
    const { challenge } = cookiesOf(ctx.settings.publicUrl)
    ;(await cookies()).set(challenge.name, token, challenge.options)
    return { next: by }
  })
