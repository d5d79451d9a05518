import { Secret, TOTP } from "otpauth"
import type { Keyring } from "@/lib/db/keyring"
import { LANTERN_CHAIN } from "@/lib/db/audit"
import { seal, unseal } from "@/lib/db/seal"

const PERIOD_SECONDS = 30

/** 160 bits in base32 (RFC 4226, 4: the length of the hash). */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What the QR code of an enrolment holds: an `otpauth://` address. */
export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString()
}

/**
 * The time step whose code this is, the present one or one beside it, or null. The caller takes a
 * step once only, and none before one already taken (RFC 6238, 5.2).
 */
export function acceptedStep(secret: string, code: string, at: Date): number | null {
  const token = code.replace(/\s/g, "")
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = at.getTime()
  const delta = totp(secret).validate({ token, timestamp, window: 1 })
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta
}

export function sealTotpSecret(keyring: Keyring, personId: string, secret: string): string {
  return seal(keyring, place(personId, "totpSealed"), secret)
}

export function unsealTotpSecret(keyring: Keyring, personId: string, sealed: string): string {
  return unseal(keyring, place(personId, "totpSealed"), sealed)
}

interface PendingSecret {
  secret: string
  /** Milliseconds since 1970. */
  until: number
}

/** A seed that isn't confirmed yet travels with the page, sealed, so that it never replaces one that works. */
export function sealPendingSecret(keyring: Keyring, personId: string, pending: PendingSecret): string {
  return seal(keyring, place(personId, "totpPending"), JSON.stringify(pending))
}

/** The seed, or null when the text isn't one of ours for this person or is too old. */
export function openPendingSecret(keyring: Keyring, personId: string, sealed: string, at: Date): string | null {
  try {
    const pending = JSON.parse(unseal(keyring, place(personId, "totpPending"), sealed)) as PendingSecret
    return pending.until > at.getTime() ? pending.secret : null
  } catch {
    return null
  }
}

function totp(secret: string, label = "Lantern"): TOTP {
  return new TOTP({ issuer: "Lantern", label, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret) })
}

function place(personId: string, field: string) {
  return { table: "Person", row: personId, institution: LANTERN_CHAIN, field }
}
