import { createHash, createHmac, randomBytes } from "node:crypto"
import type { Keyring } from "@/lib/db/keyring"

/** 256 bits in base64url: a session id, a sign-in link's token, a challenge. */
export function newToken(): string {
  return randomBytes(32).toString("base64url")
}

/** What of a session id is stored. It has 256 bits, so a plain hash is enough against a stolen dump. */
export function sessionHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url")
}

/** What of a link, a challenge or a recovery code is stored; the purpose is part of it, so that one never serves as another. */
export function signInHash(keyring: Keyring, purpose: "link" | "challenge" | "recovery" | "campus tie", token: string): string {
  return createHmac("sha256", keyring.key("sign-in")).update(`${purpose}\n${token}`).digest("base64url")
}
