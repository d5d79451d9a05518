import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto"

/** For tests: an authenticator as a browser's page sees it, with an ES256 key of its own. */
export interface SoftwareAuthenticator {
  credentialId: string
  /** What it counts; a test can set it back. */
  counter: number
  /** `navigator.credentials.create()`, as `startRegistration` gives it. */
  create(challenge: string, change?: Change): unknown
  /** `navigator.credentials.get()`, as `startAuthentication` gives it. */
  get(challenge: string, change?: Change): unknown
}

/** What is otherwise than an honest browser would make it. */
export interface Change {
  origin?: string
  rpId?: string
  /** The person was there, but gave no PIN, finger or face. */
  unverified?: boolean
  /** Made by another page in a frame. */
  crossOrigin?: boolean
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const HAS_KEY = 0x40

/** Origin and RP id as of `publicUrl`. */
export function softwareAuthenticator(publicUrl: string): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const id = randomBytes(32)
  const credentialId = id.toString("base64url")
  const here = { origin: new URL(publicUrl).origin, rpId: new URL(publicUrl).hostname }
  const self: SoftwareAuthenticator = {
    credentialId,
    counter: 0,
    create(challenge, change = {}) {
      const keyData = Buffer.concat([Buffer.alloc(16), uint16(id.length), id, coseKey(publicKey)])
      const data = Buffer.concat([authenticatorData({ ...here, ...change }, HAS_KEY, self.counter, change), keyData])
      const attestationObject = map([["fmt", text("none")], ["attStmt", map([])], ["authData", bytes(data)]])
      return answer(credentialId, { clientDataJSON: clientData("webauthn.create", challenge, { ...here, ...change }), attestationObject: attestationObject.toString("base64url"), transports: ["internal"] })
    },
    get(challenge, change = {}) {
      self.counter += 1
      const data = authenticatorData({ ...here, ...change }, 0, self.counter, change)
      const clientDataJSON = clientData("webauthn.get", challenge, { ...here, ...change })
      const clientHash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest()
      const signature = createSign("sha256").update(Buffer.concat([data, clientHash])).sign(privateKey)
      return answer(credentialId, { clientDataJSON, authenticatorData: data.toString("base64url"), signature: signature.toString("base64url") })
    },
  }
  return self
}

function answer(id: string, response: Record<string, unknown>) {
  return { id, rawId: id, type: "public-key", response, clientExtensionResults: {}, authenticatorAttachment: "platform" }
}

function clientData(type: string, challenge: string, { origin, crossOrigin = false }: { origin: string; crossOrigin?: boolean }): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin })).toString("base64url")
}

/** WebAuthn level 3, 6.1: hash of the RP id, flags, counter. */
function authenticatorData({ rpId }: { rpId: string }, flags: number, counter: number, { unverified = false }: Change): Buffer {
  const all = flags | USER_PRESENT | (unverified ? 0 : USER_VERIFIED)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash("sha256").update(rpId).digest(), Buffer.from([all]), count])
}

/** RFC 9053, 7.1.1: an elliptic curve key (kty 2, ES256, P-256, x, y). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x, y } = publicKey.export({ format: "jwk" })
  const point = (part: string | undefined) => bytes(Buffer.from(part ?? "", "base64url"))
  const entries: [number, Buffer][] = [[1, integer(2)], [3, integer(-7)], [-1, integer(1)], [-2, point(x)], [-3, point(y)]]
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [integer(key), value])])
}

/* The little of CBOR (RFC 8949) that a key and an attestation need. */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.concat([Buffer.from([(major << 5) | 25]), uint16(value)])
}
const integer = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value))
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value])
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
const map = (entries: [string, Buffer][]) => Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [text(key), value])])

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16BE(value)
  return buffer
}
