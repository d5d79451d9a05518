import { describe, expect, it } from "vitest"
import { HttpTransport, MAX_CONNECTIONS } from "@/lib/alma/http"
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
