import { describe, expect, it } from "vitest"
import { cookiesOf } from "./cookies"

describe("cookies", () => {
  const all = Object.entries(cookiesOf("https://lantern.example.edu"))

  it.each(all)("%s is bound to this host and to https, and no script reads it", (_, { name, options }) => {
    expect(name).toMatch(/^__Host-lantern\./)
    // What browsers ask of a name with __Host-: Secure, the path / and no domain.
    expect(options).toMatchObject({ secure: true, httpOnly: true, path: "/" })
    expect(options).not.toHaveProperty("domain")
    expect(["lax", "strict"]).toContain(options.sameSite)
  })

  it("of the step between password and code is sent by this site's own pages alone, and ends with it", () => {
    expect(cookiesOf("https://lantern.example.edu").challenge.options).toMatchObject({ sameSite: "strict", maxAge: 300 })
  })

  it("have other names without https, so that one set there is never taken for one of these", () => {
    const plain = Object.values(cookiesOf("http://localhost:3000"))
    for (const { name, options } of plain) {
      expect(name).not.toMatch(/^__/)
      expect(options.httpOnly).toBe(true)
    }
  })
})
