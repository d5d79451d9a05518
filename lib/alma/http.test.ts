import { describe, expect, it } from "vitest"
import { HttpTransport, MAX_CONNECTIONS } from "@/lib/alma/http"
import { startTestServer } from "@/lib/alma/test-server"

const put = { method: "PUT", path: "/x", headers: {}, body: "{}" } as const

describe("the transport", () => {
  it("never sends what was given up while it waited for a connection", async () => {
    const server = await startTestServer(() => {})
    const transport = new HttpTransport(server.url, 200)
    const exchanges = await Promise.all(
      Array.from({ length: MAX_CONNECTIONS + 3 }, () => transport.exchange(put)),
    )
    const sent = exchanges.filter((exchange) => exchange.kind === "timeout" && exchange.sent)
    const kept = exchanges.filter((exchange) => exchange.kind === "timeout" && !exchange.sent)
    // On a busy machine one that waited may still leave in its last moment; then it says so.
    expect(sent.length + kept.length).toBe(MAX_CONNECTIONS + 3)
    expect(kept.length).toBeGreaterThan(0)
    // The timed-out connections are gone by now: whatever still waited would have left.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(server.seen.length).toBeLessThanOrEqual(sent.length)
    expect(server.seen.length).toBeGreaterThanOrEqual(MAX_CONNECTIONS)
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
