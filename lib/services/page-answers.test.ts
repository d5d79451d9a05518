import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { mayLeadInside } from "./may-lead-inside"
import { pageAnswers } from "./page-answers"
import { probeSignOn } from "./sign-on-probe"

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function start(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1").unref()
  servers.push(server)
  await once(server, "listening")
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A page, and another that sends on to it. */
async function redirecting() {
  let asked = 0
  const inside = await start((_, response) => (asked++, response.end("x")))
  const host = await start((_, response) => void response.writeHead(302, { location: `http://${inside}/`, connection: "close" }).end())
  return { host, asked: () => asked }
}

describe("an institution's pages", () => {
  it("that send on to where nobody allowed it are not followed, by the check or by the look at campus sign-on", async () => {
    const { host, asked } = await redirecting()
    const trusts = (address: string) => new URL(address).host === host
    expect(await pageAnswers(`http://${host}/`, trusts, new Date(), 2_000)).toEqual({ kind: "answers", status: 302 })
    expect((await probeSignOn(`http://${host}/`, trusts, new Date(), 2_000)).state).toEqual({ kind: "answers", status: 302 })
    expect(asked()).toBe(0)
  })

  it.each<[string, RequestListener, object]>([
    ["a page", (_, response) => void response.end("<title>Alma</title>"), { kind: "answers", status: 200 }],
    ["an error page that says 200", (_, response) => void response.end("<title>Service unavailable</title>"), { kind: "doubtful", status: 200, says: "Service unavailable" }],
    ["an address that is wrong", (_, response) => void response.writeHead(404).end(), { kind: "error_page", status: 404 }],
    ["a circle", (request, response) => void response.writeHead(302, { location: request.url }).end(), { kind: "circle" }],
    ["a page that drips", (_, response) => void setInterval(() => response.destroyed || response.write("<"), 50).unref(), { kind: "silent" }],
    ["silence", () => {}, { kind: "silent" }],
  ])("are told for what they are: %s", async (_what, answer, told) => {
    const host = await start((request, response) => (response.setHeader("connection", "close"), answer(request, response)))
    expect(await pageAnswers(`http://${host}/`, () => true, new Date(), 400)).toEqual(told)
  })

  it.each(["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "localhost."])(
    "at %s are not asked, whatever answers there", async (host) => {
      let asked = 0
      const here = await start((_, response) => (asked++, response.end("x")))
      const port = here.split(":")[1]
      for (const scheme of ["https", "http"]) {
        expect((await pageAnswers(`${scheme}://${host}:${port}/`, () => false, new Date(), 2_000)).kind).toBe("not_asked")
        expect((await probeSignOn(`${scheme}://${host}:${port}/`, () => false, new Date(), 2_000)).state.kind).toBe("unknown")
      }
      expect(asked).toBe(0)
    },
  )

  it("may lead inside at the practice Alma itself and where the operator allowed it, nowhere else", () => {
    const ctx = { settings: { allowHosts: ["10.0.0.5:8443", " SSO.campus.test:443 "] } } as unknown as Parameters<typeof mayLeadInside>[0]
    const practice = { practice: true, apiUrl: "http://127.0.0.1:4100" }
    const real = { practice: false, apiUrl: "http://127.0.0.1:4100" }
    expect(mayLeadInside(ctx, practice, "http://127.0.0.1:4100/SAML")).toBe(true)
    expect(mayLeadInside(ctx, practice, "http://169.254.169.254/latest/meta-data")).toBe(false)
    expect(mayLeadInside(ctx, practice, "http://127.0.0.1:5432/")).toBe(false)
    expect(mayLeadInside(ctx, real, "http://127.0.0.1:4100/SAML")).toBe(false)
    expect(mayLeadInside(ctx, real, "https://10.0.0.5:8443/login")).toBe(true)
    expect(mayLeadInside(ctx, real, "https://sso.campus.test/login")).toBe(true)
    expect(mayLeadInside(ctx, real, "https://10.0.0.5/login")).toBe(false)
  })
})
