import { describe, expect, it } from "vitest"
import { passwordProblem } from "./password-policy"

const person = { email: "ruth.okafor@alder.example.edu", name: "Ruth Okafor" }

describe("passwordProblem", () => {
  it.each(["gravel teapot umbrella", "nine lanterns under ice", "Ṽéry own wörds hier", "x7#kQ2!mZp0&"])("takes %s", (password) => {
    expect(passwordProblem(password, person)).toBeNull()
  })
  it("wants 12 characters, and counts them as people do", () => {
    expect(passwordProblem("gravel teap", person)).toMatch(/at least 12/)
    expect(passwordProblem("😀😁😂🤣😃😄", person)).toMatch(/at least 12/)
  })
  it.each(["my okafor teapot 9", "teapot RUTH.OKAFOR gravel", "alder gravel teapot"])("keeps one's own words out: %s", (password) => {
    expect(passwordProblem(password, person)).toMatch(/your name/)
  })
  it.each(["password1234", "Passw0rd!2026", "123456789012", "aaaaaaaaaaaa", "qwertyuiopas", "Welcome2026!!", "adminadmin123", "abcdefghijklmn", "1234567891011", "Chocolate2026!", "butterflybutterfly"])(
    "refuses the common %s",
    (password) => expect(passwordProblem(password, person)).toMatch(/too easy/),
  )
})
