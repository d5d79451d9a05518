import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { Keyring } from "./keyring"

/** Where a sealed value stands. It is part of what is authenticated, so that a value can't be moved to another row. */
export interface SealPlace {
  table: string
  row: string
  institution: string
  field: string
}

const KEY_VERSION = "1"

/** AES-256-GCM with a random nonce: `version.nonce.tag.ciphertext` in base64url. */
export function seal(keyring: Keyring, place: SealPlace, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", keyring.key("seal"), nonce)
  cipher.setAAD(associatedData(place))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return [KEY_VERSION, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".")
}

/** Opens what `seal` closed; throws when the key, the place or a byte isn't the same. */
export function unseal(keyring: Keyring, place: SealPlace, sealed: string): string {
  const [version, nonce, tag, text] = sealed.split(".")
  if (version !== KEY_VERSION || !nonce || !tag || text === undefined) throw new Error("This is not a sealed value.")
  const decipher = createDecipheriv("aes-256-gcm", keyring.key("seal"), Buffer.from(nonce, "base64url"))
  decipher.setAAD(associatedData(place))
  decipher.setAuthTag(Buffer.from(tag, "base64url"))
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8")
}

function associatedData(place: SealPlace): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.row, place.institution, place.field, KEY_VERSION]))
}
