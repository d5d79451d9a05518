import { hash, verify } from "@node-rs/argon2"
import { newToken } from "./tokens"

/** OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, 2 passes, 1 lane. `algorithm` 2 is Argon2id. */
const ARGON2 = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** One spelling for what looks the same (NIST SP 800-63B-4, 3.1.1.2: normalise before hashing). */
const normal = (password: string) => password.normalize("NFKC")

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), ARGON2)
}

let dummy: Promise<string> | undefined

/**
 * Whether the password fits. Without a stored hash it still does the work of one, on a hash that
 * nothing fits, so that an unknown account takes as long as a known one.
 */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  // Made for both alike: the first call of a process must not tell them apart either.
  const nothing = await (dummy ??= hashPassword(newToken()))
  const fits = await verify(stored ?? nothing, normal(password))
  return fits && stored !== null
}
