import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto"
import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/server"
import { isoCBOR } from "@simplewebauthn/server/helpers"

/** What a test wants otherwise than a browser and its device do it. */
export interface Odd {
  origin?: string
  rpId?: string
  /** Without a finger or a PIN. */
  unverified?: boolean
  /** Said instead of the challenge that was asked for. */
  challenge?: string
}

/**
 * For tests: a device with passkeys (ES256, WebAuthn level 3), and the browser before it, at one address. It does what
 * it is asked, also what no browser would.
 */
export class SoftwareAuthenticator {
  readonly #keys = new Map<string, { key: KeyObject; userHandle: string; rpId: string; counter: number }>()
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }

  create(options: PublicKeyCredentialCreationOptionsJSON, odd: Odd = {}): RegistrationResponseJSON {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
    const id = randomBytes(32)
    const rpId = odd.rpId ?? options.rp.id ?? new URL(this.#origin).hostname
    this.#keys.set(id.toString("base64url"), { key: privateKey, userHandle: options.user.id, rpId, counter: 0 })
    const { x, y } = publicKey.export({ format: "jwk" })
    // COSE (RFC 9053): an elliptic curve key, ES256, P-256.
    const cose = new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, bytesOf(x!)], [-3, bytesOf(y!)]])
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, Buffer.from(isoCBOR.encode(cose))])
    const authData = Buffer.concat([authenticatorData(rpId, 0, 0x40 | flags(odd)), credential])
    const attestation = isoCBOR.encode(new Map<string, unknown>([["fmt", "none"], ["attStmt", new Map()], ["authData", Uint8Array.from(authData)]]) as never)
    return {
      id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key", clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData("webauthn.create", options.challenge, odd),
        attestationObject: Buffer.from(attestation).toString("base64url"), transports: ["internal"],
      },
    }
  }

  /** With the passkey named, else the last one made. */
  get(options: PublicKeyCredentialRequestOptionsJSON, odd: Odd & { id?: string; userHandle?: string } = {}): AuthenticationResponseJSON {
    const id = odd.id ?? [...this.#keys.keys()].at(-1)!
    const passkey = this.#keys.get(id)!
    passkey.counter += 1
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge, odd)
    const data = authenticatorData(odd.rpId ?? passkey.rpId, passkey.counter, flags(odd))
    const signed = Buffer.concat([data, createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest()])
    return {
      id, rawId: id, type: "public-key", clientExtensionResults: {},
      response: {
        clientDataJSON, authenticatorData: data.toString("base64url"), userHandle: odd.userHandle ?? passkey.userHandle,
        signature: createSign("sha256").update(signed).sign(passkey.key).toString("base64url"),
      },
    }
  }

  #clientData(type: string, challenge: string, odd: Odd): string {
    const data = { type, challenge: odd.challenge ?? challenge, origin: odd.origin ?? this.#origin, crossOrigin: false }
    return Buffer.from(JSON.stringify(data)).toString("base64url")
  }
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64url"))
}

/** Somebody was there, and the device knew them. */
function flags({ unverified }: Odd): number {
  return unverified ? 0x01 : 0x05
}

function authenticatorData(rpId: string, counter: number, flagBits: number): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(flagBits, 0)
  head.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash("sha256").update(rpId).digest(), head])
}
