/** Longer than any name that was given to a person. */
const LONGEST = 200
/** Turn what stands after them about, also what isn't theirs (Unicode, UAX 9: embeddings, overrides, isolates). */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/gu

/** Whether `text` could turn about or steer what is shown around it. */
export function withoutTurning(text: string): string {
  return text.replace(TURNING, "")
}

/**
 * Text of others that is shown to people, such as a name in Alma: on one line, of a length that fits one, and nothing in it that
 * changes what stands beside it.
 */
export function shownText(text: string): string {
  const line = withoutTurning(text).replace(/[\p{Cc}\s]+/gu, " ").trim().toWellFormed()
  const characters = Array.from(line.slice(0, 2 * LONGEST))
  return characters.length > LONGEST || line.length > 2 * LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}…` : line
}
