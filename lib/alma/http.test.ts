import type { AddressInfo } from "node:net"
import { createServer } from "node:net"
import { describe, expect, it } from "vitest"
import { HttpTransport, MAX_CONNECTIONS } from "@/lib/alma/http"
import { publicLookup } from "@/lib/alma/public-lookup"
import { startTestServer } from "@/lib/alma/test-server"

const put = { method: "PUT", path: "/x", headers: {}, body: "{}" } as const

describe("the transport", () => {
  it("never sends what was given up while it waited for a connection", async () => {
    const server = await startTestServer(() => {})
    const transport = new HttpTransport(server.url, 60_000)
    const busy = Array.from({ length: MAX_CONNECTIONS }, () => transport.exchange(put, 1_000))
    const waited = await Promise.all([1, 2, 3].map(() => transport.exchange(put, 100)))
    for (const exchange of waited) expect(exchange).toEqual({ kind: "timeout", sent: false })
    for (const exchange of await Promise.all(busy)) expect(exchange).toEqual({ kind: "timeout", sent: true })
    // The timed-out connections are gone by now: whatever still waited would have left.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(server.seen.length).toBe(MAX_CONNECTIONS)
    await transport.close()
    await server.close()
  })

  it("answers with a value when the request itself can't be formed", async () => {
    const transport = new HttpTransport("http://127.0.0.1:1", 200)
    const exchange = await transport.exchange({ ...put, headers: { authorization: "apikey a\nb" } })
    expect(exchange).toMatchObject({ kind: "failed", sent: false })
    expect(JSON.stringify(exchange)).not.toContain("apikey")
    await transport.close()
  })
})

describe("a name that leads inside the network", () => {
  const get = { method: "GET", path: "/almaws/v1/conf/general", headers: { authorization: "apikey k" } } as const
  const region = "https://api-na.hosted.exlibrisgroup.com"
  type Answer = { address: string; family: number }[]
  const saying = (answer: Answer, asked = () => {}) => publicLookup((_host, _options, done) => (asked(), done(null, answer)))

  async function connections(lookup: ReturnType<typeof publicLookup>, origin = (port: number) => `${region}:${port}`) {
    let count = 0
    const server = createServer((socket) => (count++, socket.on("error", () => {}).destroy()))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const transport = new HttpTransport(origin((server.address() as AddressInfo).port), 2_000, lookup)
    const exchanges = [await transport.exchange(get), await transport.exchange(get)]
    await transport.close()
    await new Promise((resolve) => server.close(resolve))
    return { count, exchanges }
  }

  it.each([
    [[{ address: "127.0.0.1", family: 4 }]],
    [[{ address: "169.254.169.254", family: 4 }]],
    [[{ address: "::1", family: 6 }]],
    [[{ address: "::ffff:127.0.0.1", family: 6 }]],
    [[{ address: "64:ff9b::7f00:1", family: 6 }]],
    [[{ address: "93.184.215.14", family: 4 }, { address: "10.0.0.1", family: 4 }]],
    [[]],
  ])("is not connected to: %j", async (answer) => {
    const { count, exchanges } = await connections(saying(answer))
    expect(count).toBe(0)
    for (const exchange of exchanges) expect(exchange).toEqual({ kind: "failed", sent: false, code: "LEADS_INSIDE" })
  })

  it("is looked up anew for each connection, so that a name that was public once doesn't count", async () => {
    let asked = 0
    await connections(saying([{ address: "127.0.0.1", family: 4 }], () => asked++))
    expect(asked).toBe(2)
  })

  it("is connected to where it is no host of Ex Libris: then the operator named it", async () => {
    const { count } = await connections(saying([{ address: "127.0.0.1", family: 4 }]), (port) => `https://localhost:${port}`)
    expect(count).toBe(2)
  })
})
