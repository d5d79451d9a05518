import { createServer as createHttp, type RequestListener } from "node:http"
import { createServer as createHttps } from "node:https"
import { type AddressInfo, createServer as createTcp, type Server } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { probeSignOn } from "./sign-on-probe"

/** Made for this test alone: of localhost, signed by itself, valid for a hundred years from November 2026. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCKoUVifthSbhdBcp
5v+r9si8QbFFTIrah+yw1X+xJlKhRANCAATWKzIQhEy3h4uJrHIc+6uxbz9BQ7cw
lSS4d4z0Csi0kR0Lor2mVbLtV43Q1Q0vV6vDu0XE4SiqQPkohrqXqcjW
-----END PRIVATE KEY-----
`
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBxTCCAWygAwIBAgIUAJHbd0oLKee9CLK1bdTib4THdTgwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTc3NvLmNvbGxlZ2UuZXhhbXBsZTAgFw0yNjExMjIxNjM2MzJa
GA8yMTI2MTAyOTE2MzYzMlowHjEcMBoGA1UEAwwTc3NvLmNvbGxlZ2UuZXhhbXBs
ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNYrMhCETLeHi4mschz7q7FvP0FD
tzCVJLh3jPQKyLSRHQuivaZVsu1XjdDVDS9Xq8O7RcThKKpA+SiGupepyNajgYUw
gYIwHQYDVR0OBBYEFHSNJmUynXW328+wUyOiOYV5wwzzMB8GA1UdIwQYMBaAFHSN
JmUynXW328+wUyOiOYV5wwzzMA8GA1UdEwEB/wQFMAMBAf8wLwYDVR0RBCgwJoIT
c3NvLmNvbGxlZ2UuZXhhbXBsZYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMC
A0cAMEQCIFWlZaJRQkhlI7uCd8KjcCeqdr1h0Kh17bJaM/5CvW7KAiB4TDK+aBvB
fRcuvNuITwhXcdfKfpHjAoJaiQnl6wpu4w==
-----END CERTIFICATE-----
`
const NOW = new Date("2026-12-01T07:12:00Z")
const STEP_MS = 400

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}

const answering = (status: number): RequestListener => (_, response) => void response.writeHead(status, { connection: "close" }).end()
const lineOf = (probe: Awaited<ReturnType<typeof probeSignOn>>, what: RegExp) => probe.lines.find((line) => what.test(line.what))

describe("trying a campus login page", () => {
  it.each([
    [200, "answers"], [302, "answers"], [400, "answers"], [404, "answers"], [500, "error"], [503, "error"],
  ])("takes HTTP %i for: %s", async (status, kind) => {
    const port = await listen(createHttp(answering(status)))
    const probe = await probeSignOn(`http://127.0.0.1:${port}/SAML`, () => true, NOW, STEP_MS)
    expect(probe.state).toEqual({ kind, status })
    expect(probe.lines.map((line) => line.what)).toEqual(["DNS", `TCP ${port}`, "Page"])
  })

  it("says that nothing answers at a dead port, and tries no further", async () => {
    const server = createHttp()
    const port = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    const probe = await probeSignOn(`http://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)
    expect(probe.state).toEqual({ kind: "silent" })
    expect(lineOf(probe, /TCP/)).toMatchObject({ mark: "fail", words: "no answer" })
    expect(lineOf(probe, /Page/)).toMatchObject({ mark: null, words: "not tried" })
  })

  it("waits its time only for one that takes the connection and says nothing", async () => {
    const port = await listen(createTcp((socket) => void socket.on("error", () => {})))
    const from = performance.now()
    const [plain, secure] = await Promise.all(["http", "https"].map((scheme) => probeSignOn(`${scheme}://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)))
    expect(performance.now() - from).toBeLessThan(STEP_MS * 4)
    expect([plain!.state.kind, secure!.state.kind]).toEqual(["silent", "silent"])
    expect(lineOf(secure!, /Certificate/)).toMatchObject({ mark: "fail" })
  })

  it("tells the certificate's last day, and when it has run out", async () => {
    const port = await listen(createHttps({ key: KEY, cert: CERTIFICATE }, answering(200)))
    const probe = await probeSignOn(`https://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)
    expect(probe.state).toEqual({ kind: "answers", status: 200 })
    expect(lineOf(probe, /Certificate/)).toEqual({ what: "Certificate", mark: "warn", words: "not trusted from here, until 29 Oct 2126" })
    const later = await probeSignOn(`https://127.0.0.1:${port}/`, () => true, new Date("2127-01-01T00:00:00Z"), STEP_MS)
    expect(later.state).toEqual({ kind: "bad_certificate", why: "ran out on 29 Oct 2126" })
  })

  it.each(["https://127.0.0.1:1/", "https://10.0.0.5/", "https://[::1]/", "https://sso.internal/", "https://localhost/", "http://sso.college.example/"])(
    "asks nothing at %s unless it is trusted", async (address) => {
      const probe = await probeSignOn(address, () => false, NOW, STEP_MS)
      expect(probe.state.kind).toBe("unknown")
      expect(probe.lines.every((line) => line.mark === null)).toBe(true)
    },
  )

  it("takes a name that nobody knows for silence", async () => {
    const probe = await probeSignOn("https://sso.invalid/", () => false, NOW, STEP_MS)
    expect(probe.state).toEqual({ kind: "silent" })
    expect(lineOf(probe, /DNS/)).toMatchObject({ mark: "fail" })
  })

  it.each([
    ["an error page that says 200", "<title>Service Unavailable</title>", { kind: "doubtful", status: 200, says: "Service Unavailable" }],
    ["a login form, whatever its title", "<title>Login error</title><input type=password>", { kind: "answers", status: 200 }],
  ])("tells %s", async (_name, body, state) => {
    const port = await listen(createHttp((_, response) => void response.setHeader("connection", "close").setHeader("content-type", "text/html").end(body)))
    const probe = await probeSignOn(`http://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)
    expect(probe.state).toEqual(state)
    expect(probe.stage).toBe(state.kind === "doubtful" ? "page" : null)
  })

  it("comes out of a circle, and goes where it is sent on to with the cookies of the way", async () => {
    let asked = 0
    const circle = await listen(createHttp((_, response) => (asked++, void response.writeHead(302, { location: `/?again=${asked % 2}`, connection: "close" }).end())))
    const round = await probeSignOn(`http://127.0.0.1:${circle}/`, () => true, NOW, STEP_MS)
    expect(round).toMatchObject({ state: { kind: "circle" }, stage: "http" })
    expect(asked).toBeLessThan(12)

    const idp = await listen(createHttp(answering(503)))
    const start = await listen(createHttp((request, response) => {
      const known = request.headers.cookie === "seen=yes"
      const location = known ? `http://127.0.0.1:${idp}/idp` : "/"
      void response.writeHead(302, { location, "set-cookie": "seen=yes; Path=/; HttpOnly", connection: "close" }).end()
    }))
    const probe = await probeSignOn(`http://127.0.0.1:${start}/`, () => true, NOW, STEP_MS)
    expect(probe).toMatchObject({ state: { kind: "error", status: 503 }, stage: "http" })
    expect(probe.lines[0]).toEqual({ what: "Sends on to", mark: null, words: `127.0.0.1:${idp}` })
  })

  it("waits its time only for a page that drips, and says where it stopped", async () => {
    const port = await listen(createHttp((_, response) => {
      response.writeHead(200, { "content-type": "text/html" })
      const drip = setInterval(() => response.write("<"), 50)
      response.on("close", () => clearInterval(drip))
    }))
    const from = performance.now()
    expect(await probeSignOn(`http://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)).toMatchObject({ state: { kind: "silent" }, stage: "page" })
    expect(performance.now() - from).toBeLessThan(STEP_MS * 4)
  })

  it("takes the beginning of a page that never ends", async () => {
    const port = await listen(createHttp((_, response) => {
      response.writeHead(200, { "content-type": "text/html" })
      const more = setInterval(() => response.write("x".repeat(20_000)), 1)
      response.on("close", () => clearInterval(more))
    }))
    expect((await probeSignOn(`http://127.0.0.1:${port}/`, () => true, NOW, STEP_MS)).state).toEqual({ kind: "answers", status: 200 })
  })
})
