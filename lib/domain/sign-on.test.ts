import { describe, expect, it } from "vitest"
import { titleOf, troubleIn } from "./page-words"
import { lookOf, windowsOf } from "./sign-on"

describe("what a page says of itself", () => {
  it.each([
    ["<html><head><title>503 Service Unavailable</title></head>", "503 Service Unavailable"],
    ["<title>Login</title><h1 class='x'>The <b>service</b> is temporarily&nbsp;offline</h1>", "The service is temporarily offline"],
    ["<title>Shibboleth - Stale Request</title>", "Shibboleth - Stale Request"],
    ["<TITLE lang='en'>\n Scheduled\u0000 maintenance \n</TITLE>", "Scheduled maintenance"],
  ])("%s reads like trouble", (html, says) => expect(troubleIn(html)).toBe(says))

  it.each([
    "<title>Campus login</title><h1>Sign in</h1><p>In case of an error call the help desk.</p>",
    "<title>Login error</title><form><input name='p' type='password'></form>",
    "", "<h1>", "<title>", "not html",
  ])("%s doesn't", (html) => expect(troubleIn(html)).toBeNull())

  it("is short, and quickly found in hostile text", () => {
    const from = performance.now()
    for (const piece of ["<title", "<h1 ", "<input ", "<title>Error ", "<h1>error<"]) troubleIn(piece.repeat(20_000))
    expect(performance.now() - from).toBeLessThan(1_500)
    expect(titleOf(`<title>${"x".repeat(400)}</title>`)).toHaveLength(81)
  })
})

describe("the chart's windows", () => {
  const now = new Date("2026-11-22T21:10:00Z")
  const at = (text: string) => new Date(`2026-11-22T${text}Z`)

  it("are 48 half hours, the last one holding now, each as bad as its worst look", () => {
    const looks = [
      { at: at("21:05:00"), look: "up" as const }, { at: at("20:31:00"), look: "up" as const }, { at: at("20:36:00"), look: "down" as const },
      { at: at("20:41:00"), look: "doubtful" as const }, { at: new Date("2026-11-21T21:29:59Z"), look: "down" as const },
    ]
    const windows = windowsOf(looks, now)
    expect(windows).toHaveLength(48)
    expect(windows.slice(-3).map((window) => window.look)).toEqual([null, "down", "up"])
    expect(windows.at(-1)).toMatchObject({ from: "2026-11-22T21:00:00.000Z", to: "2026-11-22T21:30:00.000Z" })
    expect(windows[0]).toEqual({ from: "2026-11-21T21:30:00.000Z", to: "2026-11-21T22:00:00.000Z", look: null })
  })

  it("take a look that stopped somewhere for doubtful only while it is up", () => {
    expect([lookOf({ up: true, stage: null }), lookOf({ up: true, stage: "metadata" }), lookOf({ up: false, stage: "dns" })]).toEqual(["up", "doubtful", "down"])
  })
})
