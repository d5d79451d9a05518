import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { PASSWORD_ALPHABET, PASSWORD_LENGTH, spokenWords, temporaryPassword } from "./temporary-password"

const randomByte = () => randomBytes(1)[0]!

describe("a temporary password", () => {
  it("is drawn from 24 different characters, none of them mixed up with another", () => {
    expect(new Set(PASSWORD_ALPHABET).size).toBe(24)
    expect(PASSWORD_ALPHABET).toHaveLength(24)
    expect(PASSWORD_ALPHABET).not.toMatch(/[01258ilosuvzA-Z]/)
  })

  it("has at least 55 bits, and as many characters as Alma asks for", () => {
    expect(Math.floor(PASSWORD_LENGTH * Math.log2(PASSWORD_ALPHABET.length))).toBeGreaterThanOrEqual(55)
    expect(PASSWORD_LENGTH).toBeGreaterThanOrEqual(8)
  })

  it("has its length, its alphabet, a letter and a digit, and is another one each time", () => {
    const drawn = Array.from({ length: 500 }, () => temporaryPassword("aabernethy", randomByte))
    for (const password of drawn) {
      expect(password).toMatch(new RegExp(`^(?=.*[a-z])(?=.*\\d)[${PASSWORD_ALPHABET}]{${PASSWORD_LENGTH}}$`))
    }
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  it("never holds the user name, in any case", () => {
    const name = fc.string({ unit: fc.constantFrom(...PASSWORD_ALPHABET, ...PASSWORD_ALPHABET.toUpperCase()), minLength: 1, maxLength: 3 })
    fc.assert(fc.property(name, (userName) => {
      expect(temporaryPassword(userName, randomByte)).not.toContain(userName.toLowerCase())
    }), { numRuns: 300 })
  })

  it("is drawn again when the first draw holds the user name", () => {
    // The places of "a3bcdefghjkm" in the alphabet, then those of "3abcdefghjkm".
    const place = (text: string) => [...text].map((character) => PASSWORD_ALPHABET.indexOf(character))
    const bytes = [...place("a3bcdefghjkm"), ...place("3abcdefghjkm")]
    expect(temporaryPassword("A3B", () => bytes.shift()!)).toBe("3abcdefghjkm")
  })

  it("takes no byte that would make some characters likelier than others", () => {
    const bytes = [240, 255, ...Array.from({ length: 12 }, (_, at) => (at === 0 ? 19 : at))]
    expect(temporaryPassword("", () => bytes.shift()!)).toBe(`3${PASSWORD_ALPHABET.slice(1, 12)}`)
  })
})

it("has a word to say for each character", () => {
  const words = spokenWords(PASSWORD_ALPHABET)
  expect(new Set(words).size).toBe(24)
  expect(words.every((word) => word.length > 2)).toBe(true)
  expect(spokenWords("ax7")).toEqual(["alfa", "x-ray", "seven"])
})
