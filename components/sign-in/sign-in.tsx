"use client"

import { useActionState, useState } from "react"
import { startSignInAction } from "@/lib/actions/start-sign-in"
import type { SecondFactor as SecondFactorOf } from "@/lib/domain/actor"
import { AlreadySignedIn } from "./already-signed-in"
import { LinkForm } from "./link-form"
import { PasswordForm } from "./password-form"
import { SecondFactor } from "./second-factor"
import { useLinkToken } from "./use-link-token"

type SecondFactorWay = SecondFactorOf["by"]

/** The ways in: a link, which goes before everything else, or a password and then a second factor. */
export function SignIn({ signedInAs, campus, then }: {
  signedInAs: string | null
  /** Null where this Lantern has no campus sign-on; else what became of the last try. */
  campus: { said: string | null } | null
  /** After a campus sign-on or a link: what the person is asked for now. */
  then: SecondFactorWay | null
}) {
  const link = useLinkToken()
  const [state, submit, pending] = useActionState(startSignInAction, {})
  const [again, setAgain] = useState<unknown>(null)

  if (link.token !== null) return <LinkForm token={link.token} onOther={link.drop} />
  if (signedInAs !== null && then === null) return <AlreadySignedIn name={signedInAs} />
  // "Start again" sets one answer aside; the next right password is another one.
  if (state.data && again !== state) return <SecondFactor by={state.data.next} onAgain={() => setAgain(state)} />
  if (then !== null && !state.serverError) return <SecondFactor by={then} onAgain={() => window.location.replace("/sign-in")} />
  const error = state.serverError?.message ?? (state.validationErrors ? "Fill in your e-mail and your password." : null)
  return <PasswordForm submit={submit} pending={pending} error={error} campus={campus} />
}
