import { normaliseCode } from "./pickup-code"

/** Crockford's base32, as of pick-up codes. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

export const RECOVERY_CODES = 10
/** Of five bits each: 120 bits (NIST SP 800-63B-4, 3.1.2.1: look-up secrets with 112 bits need no slow hash). */
export const RECOVERY_CODE_LENGTH = 24
const GROUP = 4

/** A new code as it is compared and hashed, without spaces. `randomByte` gives uniform bytes. */
export function makeRecoveryCode(randomByte: () => number): string {
  // 256 is a multiple of 32, so the low five bits of a uniform byte are uniform.
  return Array.from({ length: RECOVERY_CODE_LENGTH }, () => ALPHABET[randomByte() & 31]!).join("")
}

/** As typed from paper to what is compared; null when it can't be a code. */
export function readRecoveryCode(typed: string): string | null {
  const code = normaliseCode(typed)
  const fits = code.length === RECOVERY_CODE_LENGTH && [...code].every((character) => ALPHABET.includes(character))
  return fits ? code : null
}

/** In groups of four, for people. */
export function groupRecoveryCode(code: string): string {
  return code.replace(new RegExp(`.{${GROUP}}(?=.)`, "g"), "$&-")
}
