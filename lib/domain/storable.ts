/**
 * Whether all the text in a value can be kept: Postgres takes no character 0 in any text, nor half of a pair of
 * surrogates, and no keyboard makes either.
 */
export function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return !value.includes("\0") && value.isWellFormed()
  if (value === null || typeof value !== "object" || depth > DEEPEST) return true
  if (value instanceof FormData) return [...value].every((entry) => isStorable(entry, depth + 1))
  return Object.entries(value).every(([name, part]) => isStorable(name, depth + 1) && isStorable(part, depth + 1))
}

/** Deeper than anything that Lantern is sent and keeps. */
const DEEPEST = 20

export const UNSTORABLE = "This text holds a character that can't be kept, and that nobody can see. Nothing was changed: type it again instead of pasting it."
