"use client"

import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser"
import { useSyncExternalStore } from "react"

export type PasskeyAnswer = { ok: true; answer: unknown } | { ok: false; error: string }

/** Asks the device for a new passkey. Never throws. */
export async function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<PasskeyAnswer> {
  try {
    const { startRegistration } = await import("@simplewebauthn/browser")
    return { ok: true, answer: await startRegistration({ optionsJSON }) }
  } catch (error) {
    return { ok: false, error: wordsOf(error) }
  }
}

/** Asks the device to sign with a passkey that it has. Never throws. */
export async function signWithPasskey(optionsJSON: PublicKeyCredentialRequestOptionsJSON): Promise<PasskeyAnswer> {
  try {
    const { startAuthentication } = await import("@simplewebauthn/browser")
    return { ok: true, answer: await startAuthentication({ optionsJSON }) }
  } catch (error) {
    return { ok: false, error: wordsOf(error) }
  }
}

/** What a browser says for each (WebAuthn level 3, 5.1.3 and 5.1.4), for people. */
function wordsOf(error: unknown): string {
  const name = error instanceof Error ? error.name : ""
  if (name === "InvalidStateError") return "This device has a passkey for you here already. Nothing was changed."
  if (name === "SecurityError") return "The browser makes passkeys only at this Lantern’s own https address. Open that address, or use an authenticator app."
  if (name === "NotSupportedError") return "This device can’t make the kind of passkey that Lantern takes. Use another device, or an authenticator app."
  return "The device gave no passkey: it was cancelled, took too long, or has none for Lantern. Nothing was changed."
}

const never = () => () => {}

/** Whether this browser has passkeys at all; null while nobody knows, as the server can't. */
export function usePasskeysHere(): boolean | null {
  return useSyncExternalStore<boolean | null>(never, () => window.isSecureContext && "PublicKeyCredential" in window, () => null)
}
