"use client"

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser"
import { useEffect, useRef, useState } from "react"
import { type Action, runAction } from "@/components/action-result/run-action"
import type { CredentialsView } from "@/lib/domain/views"

export interface PasskeyActions {
  /** Whether browsers use passkeys at this address at all. */
  offered: boolean
  begin: Action<{ primaryId: string }, PublicKeyCredentialRequestOptionsJSON>
  redeem: Action<{ primaryId: string; response: AuthenticationResponseJSON }, CredentialsView>
}

const NOT_GIVEN = "No passkey was given. Nothing was used up: try again, or type a code."

/** Picks up by a passkey of this device. Its code is loaded only once somebody asks for it. */
export function usePasskey({ offered: possible, begin, redeem }: PasskeyActions, onShown: (credentials: CredentialsView) => void) {
  const [offered, setOffered] = useState(false)
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const running = useRef(false)
  useEffect(() => { if (possible && window.PublicKeyCredential) setOffered(true) }, [possible])

  async function ask(primaryId: string): Promise<string | null> {
    const begun = await runAction(begin, { primaryId })
    if (!begun.ok) return begun.error
    const response = await import("@simplewebauthn/browser")
      .then(({ startAuthentication }) => startAuthentication({ optionsJSON: begun.data }))
      .catch(() => null)
    if (!response) return NOT_GIVEN
    const redeemed = await runAction(redeem, { primaryId, response })
    if (!redeemed.ok) return redeemed.error
    onShown(redeemed.data)
    return null
  }

  async function use(primaryId: string) {
    if (running.current) return
    if (primaryId.trim() === "") return setError("Fill in your Primary ID first.")
    running.current = true
    setPending(true)
    setError(null)
    setError(await ask(primaryId.trim()))
    running.current = false
    setPending(false)
  }

  return { offered, pending, error, use: (primaryId: string) => void use(primaryId), forget: () => setError(null) }
}
