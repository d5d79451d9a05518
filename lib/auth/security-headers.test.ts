import { expect, it } from "vitest"
import { contentSecurityPolicy, securityHeaders } from "./security-headers"

it("runs scripts with the nonce only, in no frame, and evaluates text in development only", () => {
  const policy = contentSecurityPolicy({ nonce: "bm9uY2U=", publicUrl: "https://lantern.example.edu", development: false })
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain("unsafe-eval")
})

it("asks for https for ever only where there is https", () => {
  expect(securityHeaders("http://localhost:3000")).not.toHaveProperty("Strict-Transport-Security")
  expect(securityHeaders("https://lantern.example.edu")).toHaveProperty("Strict-Transport-Security")
  expect(securityHeaders("https://lantern.example.edu")["Strict-Transport-Security"]).toBe("max-age=31536000")
  expect(securityHeaders("https://lantern.example.edu", true)["Strict-Transport-Security"]).toBe("max-age=31536000; includeSubDomains")
  // no-referrer would make Chromium send `Origin: null` with plain form posts.
  expect(securityHeaders("https://lantern.example.edu")["Referrer-Policy"]).toBe("same-origin")
})
