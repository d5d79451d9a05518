/**
 * The text with lone surrogates replaced, as UTF-8 encoding does it. `encodeURIComponent` throws on them,
 * and what a person pasted may hold one.
 */
export function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8")
}
