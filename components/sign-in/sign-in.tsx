"use client"

import { useActionState, useState } from "react"
import { startSignInAction } from "@/lib/actions/start-sign-in"
import { AlreadySignedIn } from "./already-signed-in"
import { LinkForm } from "./link-form"
import { PasswordForm } from "./password-form"
import { SecondFactor } from "./second-factor"
import { useLinkToken } from "./use-link-token"

/** The ways in: a link, which goes before everything else, or a password and then a second factor. */
export function SignIn({ signedInAs }: { signedInAs: string | null }) {
  const link = useLinkToken()
  const [state, submit, pending] = useActionState(startSignInAction, {})
  const [again, setAgain] = useState<unknown>(null)

  if (link.token !== null) return <LinkForm token={link.token} onOther={link.drop} />
  if (signedInAs !== null) return <AlreadySignedIn name={signedInAs} />
  // "Start again" sets one answer aside; the next right password is another one.
  if (state.data && again !== state) return <SecondFactor by={state.data.next} onAgain={() => setAgain(state)} />
  const error = state.serverError?.message ?? (state.validationErrors ? "Fill in your e-mail and your password." : null)
  return <PasswordForm submit={submit} pending={pending} error={error} />
}
