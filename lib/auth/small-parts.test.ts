import { TOTP, Secret } from "otpauth"
import { afterEach, describe, expect, it, vi } from "vitest"
import { z } from "zod"
import { IDLE_MS } from "@/lib/db/open-sessions"
import { AppError } from "@/lib/domain/errors"
import { clientAddress, networkOf, trueAddress } from "./client-address"
import { cookiesOf } from "./cookies"
import { formInput } from "./form-input"
import { personActor, testKeyring } from "./identity-fixtures"
import { NOBODY } from "./nobody"
import { hashPassword, passwordFits } from "./password-hash"
import { LONGEST_PASSWORD, passwordProblem } from "./password-policy"
import { mayAnywhere, requireAnywhere, requireEverywhere } from "./permissions"
import { reportUnexpected, unexpectedSentence } from "./report-unexpected"
import { originProblem } from "./same-origin"
import { contentSecurityPolicy, securityHeaders } from "./security-headers"
import { ABSOLUTE_MS, FRESH_MS, isFresh } from "./sessions"
import { newToken, sessionHash, signInHash } from "./tokens"
import { acceptedStep, newTotpSecret, openPendingSecret, sealPendingSecret, sealTotpSecret, totpUri, unsealTotpSecret } from "./totp"

afterEach(() => vi.restoreAllMocks())

describe("the address a request came from", () => {
  it("is what the nearest proxy saw", () => {
    const from = (value?: string) => clientAddress(new Headers(value === undefined ? {} : { "x-forwarded-for": value }))
    expect([from("10.0.0.1"), from("1.1.1.1, 10.0.0.2"), from("9.9.9.9,  10.0.0.3 ")]).toEqual(["10.0.0.1", "10.0.0.2", "10.0.0.3"])
    expect([from(), from(""), from("10.0.0.1, ")]).toEqual(["unknown", "unknown", "unknown"])
  })
})

describe("what counts as one address", () => {
  it("is one of IPv4, and 64 bits of IPv6, however it is written", () => {
    expect(["10.0.0.1", "unknown"].map(networkOf)).toEqual(["10.0.0.1", "unknown"])
    expect(["2001:db8::1", "2001:DB8:0:0:ffff::2", "2001:db8:0:1::1", "fe80::1%eth0", "::1"].map(networkOf)).toEqual([
      "2001:db8:0:0::/64", "2001:db8:0:0::/64", "2001:db8:0:1::/64", "fe80:0:0:0::/64", "0:0:0:0::/64",
    ])
  })

  it("has no port", () => {
    const seen = (forwarded: string) => trueAddress({ forwarded, socket: "127.0.0.1", proxies: 1 })
    expect(["10.0.0.1:5511", "[2001:db8::1]:5511", "[2001:db8::1]", "2001:db8::1"].map(seen)).toEqual(["10.0.0.1", "2001:db8::1", "2001:db8::1", "2001:db8::1"])
  })
})

describe("cookies", () => {
  it("are bound to the host over https, are read by no script, and go with no foreign form", () => {
    const { session, csrf, callbackUrl, challenge } = cookiesOf("https://lantern.example.edu")
    const options = { httpOnly: true, secure: true, sameSite: "lax", path: "/" }
    expect([session, csrf, callbackUrl]).toEqual(["session", "csrf", "callback-url"].map((name) => ({ name: `__Host-lantern.${name}`, options })))
    expect(challenge).toEqual({ name: "__Host-lantern.challenge", options: { ...options, sameSite: "strict", maxAge: 300 } })
  })

  it("do without that on one machine over http, where a browser would not take it", () => {
    expect(cookiesOf("http://localhost:3000").session).toEqual({
      name: "lantern.session",
      options: { httpOnly: true, secure: false, sameSite: "lax", path: "/" },
    })
  })
})

it("a form's fields are read as a plain object's are", () => {
  const input = formInput({ code: z.string() })
  const form = new FormData()
  form.set("code", "7")
  expect([input.parse(form), input.parse({ code: "8" })]).toEqual([{ code: "7" }, { code: "8" }])
  expect(input.safeParse({}).success).toBe(false)
})

describe("tokens", () => {
  it("have 256 bits, are different, and are stored as a hash that is another for another purpose", () => {
    const [one, other] = [newToken(), newToken()]
    expect(Buffer.from(one, "base64url")).toHaveLength(32)
    expect(one).not.toBe(other)
    expect(sessionHash("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0")
    const keyring = testKeyring()
    expect(signInHash(keyring, "link", one)).toBe(signInHash(keyring, "link", one))
    expect(signInHash(keyring, "link", one)).not.toBe(signInHash(keyring, "challenge", one))
    expect(signInHash(keyring, "link", one)).not.toBe(signInHash(testKeyring(), "link", one))
    expect(signInHash(keyring, "link", one)).not.toBe(signInHash(keyring, "link", other))
  })
})

describe("a code of an authenticator", () => {
  const secret = newTotpSecret()
  const at = new Date("2026-03-02T10:00:10Z")
  const step = Math.floor(at.getTime() / 30_000)
  const codeAt = (offset: number) => new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({ timestamp: at.getTime() + offset * 30_000 })

  it("has a seed of 160 bits, another each time, in an address that apps read", () => {
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(newTotpSecret()).not.toBe(secret)
    const uri = new URL(totpUri(secret, "ada@a.example"))
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(["otpauth:", "totp", "/Lantern:ada@a.example"])
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret, issuer: "Lantern", digits: "6", period: "30", algorithm: "SHA1" })
  })

  it("is taken for its own step and the two beside it, and no further", () => {
    expect([-2, -1, 0, 1, 2].map((offset) => acceptedStep(secret, codeAt(offset), at))).toEqual([null, step - 1, step, step + 1, null])
  })

  it("may be typed with spaces, and must be six digits", () => {
    const code = codeAt(0)
    expect(acceptedStep(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, at)).toBe(step)
    for (const typed of ["", "12345", `${code}0`, `x${code}`, `${code}x`, "abcdef", "٣٣٣٣٣٣"]) expect(acceptedStep(secret, typed, at)).toBeNull()
  })

  it("has a seed that opens for its own person only, and a pending one only for a while", () => {
    const keyring = testKeyring()
    const sealed = sealTotpSecret(keyring, "ada", secret)
    expect(sealed).not.toContain(secret)
    expect(unsealTotpSecret(keyring, "ada", sealed)).toBe(secret)
    expect(() => unsealTotpSecret(keyring, "bo", sealed)).toThrow()
    const pending = sealPendingSecret(keyring, "ada", { secret, until: at.getTime() })
    const before = new Date(at.getTime() - 1)
    expect(openPendingSecret(keyring, "ada", pending, before)).toBe(secret)
    expect(openPendingSecret(keyring, "ada", pending, at)).toBeNull()
    expect(openPendingSecret(keyring, "bo", pending, before)).toBeNull()
    expect(openPendingSecret(keyring, "ada", "rubbish", before)).toBeNull()
    expect(() => unsealTotpSecret(keyring, "ada", pending)).toThrow()
  })
})

describe("a person's password", () => {
  const person = { email: "ruth.okafor@alder.example.edu", name: "Ruth Okafor" }
  const problem = (password: string, who = person) => passwordProblem(password, who)

  it("is stored as Argon2id, and fits however its letters were typed", async () => {
    const stored = await hashPassword("gravel teapot Ṽmbrella")
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(stored, "gravel teapot Ṽmbrella".normalize("NFD"))).toBe(true)
    expect(await passwordFits(stored, "gravel teapot umbrella")).toBe(false)
    expect(await passwordFits(null, "gravel teapot Ṽmbrella")).toBe(false)
  }, 20_000)

  it("is long enough, and not a book", () => {
    const sentence = "gravel teapot umbrella "
    expect(problem(sentence.repeat(20).slice(0, LONGEST_PASSWORD))).toBeNull()
    expect(problem(sentence.repeat(20).slice(0, LONGEST_PASSWORD + 1))).toBe("Use at most 200 characters.")
    expect(problem("gravel teap!")).toBeNull()
    expect(problem("gravel teap")).toBe("Use at least 12 characters. A few words in a row are easy to remember.")
  })

  it("has nothing of one's name and address, where that is four letters or more", () => {
    const own = "Leave your name and your e-mail address out of it: they are the first things to be tried."
    for (const word of ["ruth", "OKAFOR", "alder", "ruth.okafor"]) expect(problem(`gravel ${word} teapot`)).toBe(own)
    expect(problem("gravel edu teapot example")).toBeNull()
    for (const email of ["mary+night@x.edu", "mary_night@x.edu", "mary-night@x.edu"]) expect(problem("gravel night teapot", { email, name: "" })).toBe(own)
    expect(problem("gravel bob teapot", { email: "bob@x.edu", name: "Bob" })).toBeNull()
    expect(problem("gravel teapot umbrella", { email: "", name: "" })).toBeNull()
  })

  it.each(["aabbccddaabbccdd", "correct horse battery staple", "bcdefghijklmnop", "9876543210987", "23456789012345", "wertyuiopasdfgh", "library lantern 1!", "1q2w3e4r 1qaz2wsx!", "secret dragon xyz"])(
    "isn't %s", (password) => expect(problem(password)).toBe("This is too easy to guess. Use a few words that don't belong together."),
  )

  it("may hold a common word beside something of its own", () => {
    expect(problem("secret teapot 77!")).toBeNull()
    expect(problem("secret éàüö 123")).toBeNull()
  })
})

describe("permissions", () => {
  it("anywhere, everywhere, and nowhere", () => {
    const liaison = personActor("p", "liaison", "here")
    expect(() => requireAnywhere(liaison, "outage.end")).not.toThrow()
    expect(() => requireAnywhere(liaison, "people.manage")).toThrow(AppError)
    expect(() => requireEverywhere(liaison, "outage.end")).toThrow(AppError)
    expect(() => requireEverywhere(personActor("p", "admin", null), "people.manage")).not.toThrow()
    expect(mayAnywhere(personActor("p", "observer", null), "outage.read")).toBe(true)
    expect(mayAnywhere({ kind: "operator", name: "O" }, "people.manage")).toBe(true)
    expect([mayAnywhere(NOBODY, "outage.read"), NOBODY.kind]).toEqual([false, "pickup"])
  })
})

describe("an unexpected error", () => {
  it("is logged by its kind, its code and where it happened, never by its words", () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {})
    const error = Object.assign(new TypeError("typed: gravel teapot"), { code: "P2002" })
    const reference = reportUnexpected("a page", error)
    const line = JSON.parse(String(log.mock.calls[0]![0])) as Record<string, unknown>
    expect(line).toMatchObject({ level: "error", where: "a page", reference, error: "TypeError", code: "P2002" })
    expect(line.stack).toSatisfy((stack: string[]) => stack.length > 0 && stack.length <= 8 && stack.every((one) => one.startsWith("at ")))
    expect(JSON.stringify(line)).not.toContain("gravel")
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(unexpectedSentence("ABCD1234")).toBe("Something went wrong. Nothing was changed by this click as far as Lantern knows. Reference ABCD1234")
    reportUnexpected("a page", "thrown text with gravel")
    reportUnexpected("a page", Object.assign(new Error("gravel"), { code: 7, stack: undefined }))
    expect(JSON.parse(String(log.mock.calls[1]![0]))).toMatchObject({ error: "string" })
    expect(JSON.parse(String(log.mock.calls[2]![0]))).not.toHaveProperty("code")
    expect(JSON.stringify(log.mock.calls)).not.toContain("gravel")
  })
})

describe("headers", () => {
  const page = { nonce: "n0", publicUrl: "https://lantern.example.edu", development: false }

  it("let a page load from here only", () => {
    const parts = [
      "default-src 'self'", "script-src 'self' 'nonce-n0' 'strict-dynamic'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:",
      "font-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    ]
    expect(contentSecurityPolicy({ ...page, publicUrl: "http://localhost:3000" })).toBe(parts.join("; "))
    expect(contentSecurityPolicy(page)).toBe([...parts, "upgrade-insecure-requests"].join("; "))
    expect(contentSecurityPolicy({ ...page, development: true })).toContain("'strict-dynamic' 'unsafe-eval';")
  })

  it("go with every answer", () => {
    const plain = {
      "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
      "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
      "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    }
    expect(securityHeaders("http://localhost:3000")).toEqual(plain)
    expect(securityHeaders("https://lantern.example.edu")).toEqual({ ...plain, "Strict-Transport-Security": "max-age=31536000" })
  })

  it("say where a request came from, and a stranger's is refused in words", () => {
    const ours = { host: "lantern.example.edu", publicUrl: page.publicUrl }
    expect(originProblem({ method: "POST", origin: "https://evil.example", ...ours })).toBe("This request came from another site, so nothing was done.")
    expect(originProblem({ method: "POST", origin: null, ...ours })).toBe("This request did not say which page it came from, so nothing was done.")
    for (const method of ["GET", "HEAD", "OPTIONS"]) expect(originProblem({ method, origin: null, ...ours })).toBeNull()
    const local = { publicUrl: "http://localhost:3000" }
    expect(originProblem({ method: "POST", origin: "http://null", host: null, ...local })).not.toBeNull()
  })
})

it("a session lives half a day, half an hour unused, and its second factor is fresh for ten minutes", () => {
  expect([ABSOLUTE_MS, IDLE_MS, FRESH_MS]).toEqual([43_200_000, 1_800_000, 600_000])
  const at = new Date("2026-03-02T10:00:00Z")
  const given = (milliseconds: number) => ({ secondFactorAt: new Date(at.getTime() - milliseconds) })
  expect([isFresh(given(0), at), isFresh(given(600_000), at), isFresh(given(600_001), at), isFresh({ secondFactorAt: null }, at)]).toEqual([true, true, false, false])
})
