import fc from "fast-check"

/** What may stand anywhere that a text, a number or a list is expected. */
const NASTY: unknown[] = [
  "", " ", "\0", "a\0b", "\ud800", "\u202eevil", "\ufeff", "%00", "%ff", "../../etc/passwd", "' or 1=1 --", "\"; drop table \"Hold\"; --",
  "<script>alert(1)</script>", "javascript:alert(1)", "${7*7}", "{{7*7}}", "$1", "$F1", "$undefined", "__proto__", "constructor", "toString", "null",
  "a".repeat(300), "🙂".repeat(200), "x".repeat(20_000), "9".repeat(400), "1e309", "-1", "0x10", "00000000-0000-0000-0000-000000000000",
  "http://169.254.169.254/", "https://127.0.0.1:1/", "file:///etc/passwd", "\r\nSet-Cookie: a=b", "2026-99-99T99:99:99Z", "=1+1", "@SUM(A1)",
  null, true, false, 0, -1, 1.5, 2 ** 53, Number.MAX_VALUE, [], {}, [[]], [null], { __proto__: null, a: 1 }, Array.from({ length: 500 }, () => "x"),
]

export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

export const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))

/** A text as it may stand in a file, in a field or as an argument: rows, signs, odd letters, and parts of real ones. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.oneof(
    fc.constantFrom("primary id", "Primary ID,Name", "bare", "mixedseg", "\t", ",", ";", "\"", "'", "\r\n", "\n", "{", "}", "[", "]", "<job>", "</job>", "<?xml version=\"1.0\"?>",
      "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<parameter>", "<name>", "accountType", "\"parameter\":", "Signature:", "LANTERN RECOVERY SHEET", "https://", "api-na", ":", "@", "#", "\0", "\ufeff"),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  ), { maxLength: 60 }).map((parts) => parts.join("")),
  fc.constantFrom(...NASTY.filter((each): each is string => typeof each === "string")),
)

/** Puts what is wrong into some places of a whole call; `mask` says where, so that a failure can be gone back to. */
export interface Spoiling {
  mask: number
  parts: unknown[]
  extra: boolean
}

export const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  mask: fc.oneof(fc.constant(0), fc.nat({ max: 0xff })),
  parts: fc.array(nasty, { minLength: 4, maxLength: 4 }),
  extra: fc.boolean(),
})

export function spoil(value: unknown, { mask, parts, extra }: Spoiling): unknown {
  let leaf = 0
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part) && part.length > 0) return part.map(walk)
    if (part !== null && typeof part === "object" && Object.keys(part).length > 0) {
      const walked = Object.fromEntries(Object.entries(part).map(([name, each]) => [name, walk(each)]))
      return extra ? { ...walked, institution: parts[0], institutionId: parts[1], ["__proto__x"]: parts[2] } : walked
    }
    const at = leaf++
    return (mask >> (at % 8)) & 1 ? parts[at % parts.length] : part
  }
  return walk(value)
}
