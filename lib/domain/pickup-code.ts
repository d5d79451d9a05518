/** Crockford's base32: no I, L, O, U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
/** x⁵ + x² + 1, which makes the 32 characters a field with x as a generator of it. */
const FIELD_POLYNOMIAL = 0b100101

export type CodeKind = "slip" | "live" | "card"

/**
 * Characters without the check character: 65 bits on paper for a day, 50 bits in person for 10 minutes, and
 * 70 bits on a recovery card, which lies in a drawer for years.
 */
export const CODE_LENGTH: Record<CodeKind, number> = { slip: 13, live: 10, card: 14 }
export const CODE_LIFE_SECONDS = { slip: 24 * 3600, live: 600 } as const
/** A vouching code, as long as an in-person one, shown at the pick-up of somebody named to vouch. */
export const VOUCHING_LIFE_SECONDS = 24 * 3600
/** An in-person code dies after this many wrong tries; a slip only slows down (see `redeem-code.ts`). */
export const LIVE_CODE_TRIES = 5
/** After a pick-up without an answer, a late write must not undo the next one: no new code before this. */
export const HELP_AFTER_UNKNOWN_SECONDS = 300

/** A new code as it is compared and hashed, without spaces. `randomByte` gives uniform bytes. */
export function makeCode(kind: CodeKind, randomByte: () => number): string {
  // 256 is a multiple of 32, so the low five bits of a uniform byte are uniform.
  const body = Array.from({ length: CODE_LENGTH[kind] }, () => ALPHABET[randomByte() & 31]!).join("")
  return body + checkCharacter(body)
}

/** As typed by people to what is compared: capitals, no spaces or dashes, O as 0, I and L as 1. */
export function normaliseCode(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\-‐-―.]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
}

/** Whether the check character fits: a slip of the finger is told without a try being counted. */
export function isWellFormedCode(code: string): boolean {
  const kinds = Object.values(CODE_LENGTH)
  if (!kinds.includes(code.length - 1)) return false
  if ([...code].some((character) => !ALPHABET.includes(character))) return false
  return checkCharacter(code.slice(0, -1)) === code.at(-1)
}

/** Whether a well-formed code is one of a recovery card: those alone are so long. */
export function isCardCode(code: string): boolean {
  return code.length === CODE_LENGTH.card + 1
}

/** In groups for people: 5, 5, 4 on a slip; 5, 5, 5 on a card; 4, 4, 3 in person. */
export function groupCode(code: string): string[] {
  const sizes = code.length > 11 ? [5, 5, 5] : [4, 4, 3]
  let at = 0
  return sizes.map((size) => code.slice(at, (at += size)))
}

/**
 * Each character counts times another power of x. In a field no product of two that aren't 0 is 0, so
 * one wrong character and any two changed over, the check character among them, always show.
 */
function checkCharacter(body: string): string {
  const sum = [...body].reduce((sum, character) => timesX(sum ^ ALPHABET.indexOf(character)), 0)
  return ALPHABET[sum]!
}

function timesX(value: number): number {
  const shifted = value << 1
  return shifted > 31 ? shifted ^ FIELD_POLYNOMIAL : shifted
}
