import fc from "fast-check"

/** What may stand anywhere that a text, a number or a list is expected. */
const NASTY: unknown[] = [
  "", " ", "\0", "a\0b", "\ud800", "\u202eevil", "\ufeff", "%00", "%ff", "../../etc/passwd", "' or 1=1 --", "\"; drop table \"Hold\"; --",
  "<script>alert(1)</script>", "javascript:alert(1)", "${7*7}", "{{7*7}}", "$1", "$F1", "$undefined", "__proto__", "constructor", "toString", "null",
  "a".repeat(300), "🙂".repeat(200), "x".repeat(20_000), "9".repeat(400), "1e309", "-1", "0x10", "00000000-0000-0000-0000-000000000000",
  "http://169.254.169.254/", "https://127.0.0.1:1/", "file:///etc/passwd", "\r\nSet-Cookie: a=b", "2026-99-99T99:99:99Z", "0000-01-01T00:00:00Z", "=1+1", "@SUM(A1)",
  "ı", "ß", "İ", "x\u0301".repeat(100), "\u2028", "🏳️‍🌈", "١٢٣", "a@b", "A@B.example", "NaN", "Infinity",
  null, true, false, 0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 1e-9, Number.MAX_VALUE, [], {}, [[]], [null], { a: 1 }, Array.from({ length: 500 }, () => "x"),
]

/** Stands for one of the rows' ids, or of the codes, tickets and words that mean something, once it is known which. */
export interface Known {
  $known: number
}

export const known: fc.Arbitrary<Known> = fc.nat({ max: 999 }).map(($known) => ({ $known }))

export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 3, arbitrary: known },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

/** What a `Known` among a value's parts stands for. */
export function resolved(value: unknown, all: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, all))
  if (value === null || typeof value !== "object") return value
  if ("$known" in value && typeof value.$known === "number") return all[value.$known % all.length]
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each, all)]))
}

export const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""))

const PARTS_OF_FILES = [
  "primary id", "Primary ID,Name", "bare", "mixedseg", "\t", ",", ";", "\"", "'", "\r\n", "\n", "{", "}", "[", "]", "<job>", "</job>", "<?xml version=\"1.0\"?>",
  "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "<parameter>", "<name>", "accountType", "\"parameter\":", "Signature:", "LANTERN RECOVERY SHEET", "https://", "api-na", ":", "@", "#", "\0", "\ufeff",
]

/** A text as it may stand in a file, in a field or as an argument: rows, signs, odd letters, and parts of real ones. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.oneof(fc.constantFrom(...PARTS_OF_FILES), fc.string({ unit: "grapheme", maxLength: 12 })), { maxLength: 60 }).map((parts) => parts.join("")),
  fc.constantFrom(...NASTY.filter((each): each is string => typeof each === "string")),
)

interface Cut {
  at: number
  length: number
  put: string
}

const cuts: fc.Arbitrary<Cut[]> = fc.array(fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat({ max: 40 }),
  put: fc.oneof(fc.constantFrom("", "\n", "\"", ",", "\0", "\ufeff", "🙂", "=", "<", "{", "0", "A"), fc.string({ unit: "binary", maxLength: 20 })),
}), { maxLength: 4 })

/** A whole, good file of one of these, with some of it cut out and something else put there. */
export function spoiltFile(good: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.nat({ max: good.length - 1 }), cuts).map(([which, all]) => all.reduce((file, { at, length, put }) => {
    const from = Math.floor(at * file.length)
    return file.slice(0, from) + put + file.slice(from + length)
  }, good[which]!))
}

/** Puts what is wrong into some places of a whole call; `mask` says where. */
export interface Spoiling {
  mask: number
  parts: unknown[]
  /** Names that nobody asked for, beside the others. */
  extra: boolean
  /** Parts that are left out. */
  drop: number
  /** Instead of all of it. */
  instead: { value: unknown } | null
}

const one = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })

/** `little`: whole, or but for a part, so that it gets far. `much`: what the first look should refuse. */
export function spoiling(how: "little" | "much"): fc.Arbitrary<Spoiling> {
  const [mask, drop, instead] = how === "little"
    ? [fc.oneof(one(3, fc.constant(0)), one(4, fc.nat({ max: 7 }).map((at) => 1 << at)), one(2, fc.nat({ max: 0xff }))), 8, 19]
    : [fc.integer({ min: 1, max: 0xff }), 2, 1]
  return fc.record({
    mask,
    parts: fc.array(nasty, { minLength: 4, maxLength: 4 }),
    extra: fc.boolean(),
    drop: fc.oneof(one(drop, fc.constant(0)), one(1, fc.nat({ max: 0xff }))),
    instead: fc.oneof(one(instead, fc.constant(null)), one(1, fc.record({ value: nasty }))),
  })
}

export function spoil(value: unknown, { mask, parts, extra, drop, instead }: Spoiling, all: readonly string[]): unknown {
  if (instead) return resolved(instead.value, all)
  let leaf = 0
  const bad = (at: number) => resolved(parts[at % parts.length], all)
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part) && part.length > 0) return part.map(walk)
    if (part !== null && typeof part === "object" && Object.keys(part).length > 0) {
      const kept = Object.entries(part).filter((_, at) => !((drop >> (at % 8)) & 1))
      const walked = Object.fromEntries(kept.map(([name, each]) => [name, walk(each)]))
      return extra ? { ...walked, institution: bad(0), institutionId: bad(1), ["__proto__x"]: bad(2) } : walked
    }
    const at = leaf++
    return (mask >> (at % 8)) & 1 ? bad(at) : part
  }
  return walk(value)
}
