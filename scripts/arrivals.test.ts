import { createServer, request as ask, type IncomingHttpHeaders } from "node:http"
import { networkInterfaces } from "node:os"
import type { AddressInfo } from "node:net"
import { afterEach, expect, it, vi } from "vitest"
import { parseEnv } from "@/lib/env"
import { receive } from "@/scripts/arrivals"

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
  vi.restoreAllMocks()
})

/** What Next would see of a request with these headers that comes to this address of the machine. */
async function arrive(variables: Record<string, string>, headers: Record<string, string>, address = "127.0.0.1") {
  const settings = parseEnv(variables)
  let seen: IncomingHttpHeaders | null = null
  const server = createServer((request, response) => {
    if (receive(request, response, settings)) return
    seen = request.headers
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve))
  closing.push(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const status = await new Promise((resolve, reject) => {
    ask({ host: address, port, headers }, (answer) => resolve(answer.resume().statusCode)).once("error", reject).end()
  })
  return { status, address: (seen as IncomingHttpHeaders | null)?.["x-forwarded-for"] }
}

it("believes no X-Forwarded-For unless the operator says how many proxies write it", async () => {
  const made = { "x-forwarded-for": "203.0.113.9, 198.51.100.7" }
  expect(await arrive({}, made)).toEqual({ status: 200, address: "127.0.0.1" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "1" }, made)).toEqual({ status: 200, address: "198.51.100.7" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "2" }, made)).toEqual({ status: 200, address: "203.0.113.9" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "3" }, made)).toEqual({ status: 200, address: "127.0.0.1" })
})

const outside = Object.values(networkInterfaces()).flat().find((one) => one?.family === "IPv4" && !one.internal)?.address

it.runIf(outside)("refuses plain http from elsewhere once Lantern's address is https, but from a proxy that says it was", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {})
  const https = { LANTERN_URL: "https://lantern.example.edu" }
  const said = { "x-forwarded-proto": "https" }
  expect((await arrive(https, {}, outside)).status).toBe(403)
  expect((await arrive(https, said, outside)).status).toBe(403)
  expect((await arrive({ ...https, LANTERN_TRUST_PROXY: "1" }, said, outside)).status).toBe(200)
  expect((await arrive({ ...https, LANTERN_TRUST_PROXY: "1" }, { "x-forwarded-proto": "https, http" }, outside)).status).toBe(403)
  expect((await arrive(https, {})).status).toBe(200)
  expect((await arrive({ LANTERN_URL: "http://lantern.example.edu" }, {}, outside)).status).toBe(200)
})
