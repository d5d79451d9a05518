import { randomInt } from "node:crypto"

/** Crockford's base32: nothing that is read out wrongly. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * Logs an error that nobody expected, once, under a reference that the person is shown. Its message
 * stays out: it may hold what was typed (Prisma prints a query's arguments).
 */
export function reportUnexpected(where: string, error: unknown): string {
  const reference = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")
  const at = new Date().toISOString()
  console.error(JSON.stringify({ level: "error", at, where, reference, ...factsOf(error) }))
  return reference
}

export function unexpectedSentence(reference: string): string {
  return `Something went wrong. Nothing was changed by this click as far as Lantern knows. Reference ${reference}`
}

function factsOf(error: unknown) {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = (error as { code?: unknown }).code
  const stack = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).slice(0, 8)
  return { error: error.name, code: typeof code === "string" ? code : undefined, stack: stack.map((line) => line.trim()) }
}
