import { createServer, request as ask, type IncomingHttpHeaders } from "node:http"
import { networkInterfaces } from "node:os"
import type { AddressInfo } from "node:net"
import { afterEach, expect, it, vi } from "vitest"
import { parseEnv } from "@/lib/env"
import { receive } from "@/scripts/arrivals"
import { refuseMalformed } from "@/scripts/refuse-malformed"

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
  const { "x-forwarded-for": from, host, "x-forwarded-host": forwardedHost } = (seen as IncomingHttpHeaders | null) ?? {}
  return { status, address: from, names: [host, forwardedHost] }
}

it("believes no X-Forwarded-For unless the operator says how many proxies write it", async () => {
  const made = { "x-forwarded-for": "203.0.113.9, 198.51.100.7" }
  expect(await arrive({}, made)).toMatchObject({ status: 200, address: "127.0.0.1" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "1" }, made)).toMatchObject({ status: 200, address: "198.51.100.7" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "2" }, made)).toMatchObject({ status: 200, address: "203.0.113.9" })
  expect(await arrive({ LANTERN_TRUST_PROXY: "3" }, made)).toMatchObject({ status: 200, address: "127.0.0.1" })
})

it("has one name once its address is https, whatever a proxy or a client calls it", async () => {
  const called = { host: "127.0.0.1:3000", "x-forwarded-host": "evil.example" }
  expect((await arrive({ LANTERN_URL: "https://lantern.example.edu" }, called)).names).toEqual(["lantern.example.edu", undefined])
  expect((await arrive({}, called)).names[0]).toBe("127.0.0.1:3000")
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

it("takes what can't be read for what it is, and puts the headers on whatever Next answers", async () => {
  const settings = parseEnv({ LANTERN_URL: "https://lantern.example.edu" })
  // As Next does: a redirect of its own, and a 500 for what it can't read.
  const server = createServer((request, response) => {
    if (refuseMalformed(request, response, settings)) return
    response.writeHead(request.method === "POST" ? 500 : 308, { Location: "/x" }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closing.push(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const asked = (method: string, path: string, headers: Record<string, string> = {}) => new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((resolve, reject) => {
    ask({ host: "127.0.0.1", port, method, path, headers }, (answer) => resolve({ status: answer.resume().statusCode, headers: answer.headers })).once("error", reject).end()
  })
  const statuses = [
    asked("TRACE", "/"), asked("GET", "http://evil.example/"), asked("GET", "/%ff"), asked("POST", "/pickup", { "content-type": "multipart/form-data; boundary=x" }), asked("POST", "/x"), asked("GET", "/outages/"),
  ]
  const answers = await Promise.all(statuses)
  expect(answers.map(({ status }) => status)).toEqual([405, 400, 400, 400, 500, 308])
  for (const { headers } of answers) expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "strict-transport-security": expect.stringContaining("max-age") })
})
