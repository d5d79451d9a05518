import { randomBytes } from "node:crypto"
import { expect, it } from "vitest"
import { isRandomKey } from "./random-key"

it("takes random bytes in every usual writing, and nothing that somebody thought up or that is too short", () => {
  for (let round = 0; round < 1_000; round++) {
    const bytes = randomBytes(32)
    for (const encoding of ["hex", "base64", "base64url"] as const) expect(isRandomKey(bytes.toString(encoding)), encoding).toBe(true)
  }
  const thoughtUp = ["x".repeat(64), "0123456789".repeat(6), "correct-horse-battery-staple-correct-horse-battery", "Library2026!Library2026!Library2026!Library2026!", "Ab".repeat(30), "a key for what is kept in a folder for minutes"]
  for (const text of [...thoughtUp, "", randomBytes(31).toString("hex"), randomBytes(31).toString("base64url")]) expect(isRandomKey(text), text).toBe(false)
})
