import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CODE_LENGTH, CODE_LIFE_SECONDS, LIVE_CODE_TRIES, groupCode, isWellFormedCode, makeCode, normaliseCode } from "./pickup-code"

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const kinds = ["slip", "live", "card"] as const

/** Codes drawn from any bytes. */
const codes = fc.tuple(fc.constantFrom(...kinds), fc.uint8Array({ minLength: 14, maxLength: 14 })).map(([kind, bytes]) => {
  let at = 0
  return makeCode(kind, () => bytes[at++]!)
})

describe("a code", () => {
  it("has 13, 10 or 14 characters of Crockford's alphabet and one to check them", () => {
    fc.assert(fc.property(codes, (code) => {
      expect([14, 11, 15]).toContain(code.length)
      expect([...code].every((character) => ALPHABET.includes(character))).toBe(true)
      expect(isWellFormedCode(code)).toBe(true)
    }))
  })

  it("takes each byte as one of 32 characters, all as often", () => {
    const counts = new Map<string, number>()
    for (let byte = 0; byte < 256; byte++) {
      const [character] = makeCode("live", () => byte)
      counts.set(character!, (counts.get(character!) ?? 0) + 1)
    }
    expect([...counts.keys()].sort().join("")).toBe(ALPHABET)
    expect(new Set(counts.values())).toEqual(new Set([8]))
  })

  it("is read out in groups of 5, 5, 4 on paper, 4, 4, 3 in person and 5, 5, 5 on a card", () => {
    expect(groupCode("ABCDEFGHJKMNPQ")).toEqual(["ABCDE", "FGHJK", "MNPQ"])
    expect(groupCode("ABCDEFGHJKM")).toEqual(["ABCD", "EFGH", "JKM"])
    expect(groupCode("ABCDEFGHJKMNPQR")).toEqual(["ABCDE", "FGHJK", "MNPQR"])
  })
})

describe("the check character finds", () => {
  it("every single wrong character", () => {
    fc.assert(fc.property(codes, (code) => {
      for (let at = 0; at < code.length; at++) {
        for (const wrong of ALPHABET) {
          if (wrong === code[at]) continue
          expect(isWellFormedCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBe(false)
        }
      }
    }), { numRuns: 30 })
  })

  it("any two characters changed over", () => {
    fc.assert(fc.property(codes, (code) => {
      for (let one = 0; one < code.length; one++) {
        for (let two = one + 1; two < code.length; two++) {
          if (code[one] === code[two]) continue
          const swapped = [...code]
          swapped[one] = code[two]!
          swapped[two] = code[one]!
          expect(isWellFormedCode(swapped.join(""))).toBe(false)
        }
      }
    }), { numRuns: 50 })
  })

  it.each(["", "0", "ABC", "ABCDEFGHJKMNPQRS", "ABCDEFGHJK!", "ABCDEFGHJKÄ"])("that “%s” is no code", (text) => {
    expect(isWellFormedCode(text)).toBe(false)
  })
})

describe("what people type", () => {
  it("may have spaces, dashes of any kind, dots and small letters", () => {
    expect(normaliseCode(" ab12-cd34\u2011ef5\u2013g.h\u00a0j\u2014k\n")).toBe("AB12CD34EF5GHJK")
  })

  it("may have O for 0 and I or L for 1", () => {
    expect(normaliseCode("oOiIlL")).toBe("001111")
  })

  it("stays what was issued, in its groups", () => {
    fc.assert(fc.property(codes, (code) => {
      expect(normaliseCode(groupCode(code).join("-").toLowerCase())).toBe(code)
    }))
  })
})

describe("guessing", () => {
  /*
   * As `lib/auth/throttle-pickup.ts` slows it: in an hour 6 free wrong tries for a person from one address,
   * then waits that double from 2 to 120 seconds.
   */
  function wrongTriesAnHour(): number {
    let tries = 6
    for (let over = 1, waited = 0; waited < 3600; over++, tries++) waited += Math.min(2 ** over, 120)
    return tries
  }

  it("has odds under 1 in 10^11 over a code's life, from a thousand addresses at once", () => {
    const addresses = 1_000
    const hours = Math.ceil(CODE_LIFE_SECONDS.slip / 3600)
    const slip = (wrongTriesAnHour() * hours * addresses) / 32 ** CODE_LENGTH.slip
    const live = LIVE_CODE_TRIES / 32 ** CODE_LENGTH.live
    expect(slip).toBeLessThan(1e-11)
    expect(live).toBeLessThan(1e-11)
  })
})
