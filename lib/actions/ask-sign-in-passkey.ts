"use server"

import { cookies } from "next/headers"
import { cookiesOf } from "@/lib/auth/cookies"
import { askPasskeyAtSignIn } from "@/lib/services/ask-passkey"
import { publicActionClient } from "./action-client"

/** What the browser of somebody whose password was right is to sign. */
export const askSignInPasskeyAction = publicActionClient
  .metadata({ name: "ask sign-in passkey", permission: "public" })
  .action(async ({ ctx }) => {
    const { challenge } = cookiesOf(ctx.settings.publicUrl)
    const token = (await cookies()).get(challenge.name)?.value ?? ""
    return askPasskeyAtSignIn(ctx, { challenge: token, address: ctx.clientAddress })
  })
