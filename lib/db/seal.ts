import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { Keyring } from "./keyring"

/** Where a sealed value stands. It is part of what is authenticated, so that a value can't be moved to another row. */
export interface SealPlace {
  table: string
  row: string
  institution: string
  field: string
}

/** AES-256-GCM with a random nonce, under the newest key: `key's number.nonce.tag.ciphertext` in base64url. */
export function seal(keyring: Keyring, place: SealPlace, text: string): string {
  const { version, key } = keyring.sealing()
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  cipher.setAAD(associatedData(place, version))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return [version, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join(".")
}

/** Opens what `seal` closed, under whichever key; throws when the key, the place or a byte isn't the same. */
export function unseal(keyring: Keyring, place: SealPlace, sealed: string): string {
  const [version, nonce, tag, text] = sealed.split(".")
  if (!version || !nonce || !tag || text === undefined) throw new Error("This is not a sealed value.")
  const key = keyring.opening(version)
  if (key === null) throw new Error(`This was sealed under key ${version.slice(0, 4)}, which this process hasn't got. Start it anew with all keys.`)
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"))
  decipher.setAAD(associatedData(place, version))
  decipher.setAuthTag(Buffer.from(tag, "base64url"))
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8")
}

function associatedData(place: SealPlace, version: string): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.row, place.institution, place.field, version]))
}
