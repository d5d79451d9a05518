import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
  type AuthenticationResponseJSON, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server"

/** How long a browser may take to sign what it was asked. */
export const PASSKEY_CHALLENGE_MS = 5 * 60_000

/** EdDSA, ES256 and RS256 (RFC 9053, RFC 8812): what the platforms' own authenticators make. Newer ones are experimental in Node. */
const ALGORITHMS = [-8, -7, -257]
/** Whom a passkey is for: this Lantern's host name, and pages of its own origin alone. */
export function relyingParty(publicUrl: string): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** Whether a browser can make a passkey here: over https or on localhost, by name (WebAuthn level 3, 5.1.2: an IP address is no RP id). */
export function canHavePasskeys(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl)
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname)
  return !isAddress && (protocol === "https:" || hostname === "localhost")
}

interface KnownKey {
  credentialId: string
  transports: string[]
}

/**
 * What the browser is asked to make. `user.id` is a row's id, no secret; user verification (PIN, finger, face) is a must.
 * `residentKey` is required where nobody will tell the device whose key it should use.
 */
export function askToRegister(
  publicUrl: string,
  user: { id: string; name: string; displayName: string },
  known: KnownKey[],
  residentKey: "preferred" | "required" = "preferred",
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: "Lantern",
    rpID: relyingParty(publicUrl).id,
    userID: new TextEncoder().encode(user.id),
    userName: user.name,
    userDisplayName: user.displayName,
    timeout: PASSKEY_CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey, userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

/** What the browser is asked to sign, with one of these keys; with none named, any that the device finds by itself. */
export function askToSign(publicUrl: string, known: KnownKey[]): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: relyingParty(publicUrl).id,
    timeout: PASSKEY_CHALLENGE_MS,
    userVerification: "required",
    allowCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
  })
}

export interface NewPasskey {
  credentialId: string
  publicKey: Uint8Array<ArrayBuffer>
  counter: bigint
  transports: string[]
  backedUp: boolean
}

/** The key that was made for this challenge, origin and RP id; null when any of it doesn't fit. */
export async function readRegistration(publicUrl: string, challenge: string, answer: RegistrationResponseJSON): Promise<NewPasskey | null> {
  const { id, origin } = relyingParty(publicUrl)
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null)
  if (!verified?.verified) return null
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Uint8Array.from(credential.publicKey),
    counter: BigInt(credential.counter),
    transports: answer.response.transports ?? [],
    backedUp: credentialBackedUp,
  }
}

/**
 * The signature's counter when this key signed this challenge for our origin and RP id, its owner verified; null
 * otherwise. Whether the counter went back is for the caller to compare and to write, in one statement.
 */
export async function readAssertion(
  publicUrl: string,
  challenge: string,
  key: { credentialId: string; publicKey: Uint8Array },
  answer: AuthenticationResponseJSON,
): Promise<bigint | null> {
  const { id, origin } = relyingParty(publicUrl)
  const verified = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    credential: { id: key.credentialId, publicKey: Uint8Array.from(key.publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(() => null)
  return verified?.verified ? BigInt(verified.authenticationInfo.newCounter) : null
}

/** The challenge that an answer says it signed, to be looked up; null when there is none. */
export function challengeIn(answer: { response: { clientDataJSON: string } }): string | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(answer.response.clientDataJSON, "base64url").toString("utf8"))
    const challenge = typeof data === "object" && data !== null && "challenge" in data ? data.challenge : null
    return typeof challenge === "string" && challenge.length <= 200 ? challenge : null
  } catch {
    return null
  }
}
/** For an update's `where`: a counter that goes on, or 0 of a key that has none (WebAuthn level 3, 6.1.1). */
export function goesOnFrom(counter: bigint) {
  return counter === 0n ? { counter: 0n } : { counter: { lt: counter } }
}
