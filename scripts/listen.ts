import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createSocket } from "node:net"
import { StartProblem } from "@/lib/domain/start-problem"
import type { Env } from "@/lib/env"
import { receive } from "@/scripts/arrivals"
import { refuseMalformed } from "@/scripts/refuse-malformed"
import { root } from "@/scripts/root"
import { stopWithUs } from "@/scripts/stop"

/**
 * Loopback alone, by both of its addresses, until the operator says by LANTERN_URL where others reach Lantern: a
 * practice that was only tried out isn't open to the network.
 */
function hostsFor(publicly: boolean): string[] {
  return publicly ? ["::"] : ["127.0.0.1", "::1"]
}

function sentenceFor(port: number, code: unknown): string {
  if (code === "EADDRINUSE") {
    return `Port ${port} is in use, perhaps by a Lantern that is already running: stop it, or set PORT to another.`
  }
  return `Lantern may not listen on port ${port} (${String(code)}): set PORT to one above 1023.`
}

/** Before anything heavy is started. @throws StartProblem when the port can't be had */
export async function checkPort(port: number): Promise<void> {
  for (const host of [undefined, "127.0.0.1"]) {
    const probe = createSocket()
    const code = await new Promise<unknown>((resolve) => {
      probe.once("error", (error: NodeJS.ErrnoException) => resolve(error.code))
      probe.listen({ port, host, exclusive: true }, () => resolve(undefined))
    })
    if (code !== undefined) throw new StartProblem(sentenceFor(port, code))
    await new Promise((resolve) => probe.close(resolve))
  }
}

/** Put there by instrumentation.ts, inside Next's own bundle. */
const shared = globalThis as typeof globalThis & { lanternWorker?: { stop(): Promise<void> } }

/** Serves the pages until Lantern is stopped. */
export async function listen(settings: Env, development: boolean): Promise<void> {
  const { default: next } = await import("next")
  const app = next({ dev: development, dir: root, hostname: "localhost", port: settings.PORT })
  await app.prepare()
  stopWithUs("the pages", () => app.close())
  stopWithUs("the worker", async () => shared.lanternWorker?.stop())
  const handle = app.getRequestHandler()
  const servers: Server[] = []
  for (const host of hostsFor(settings.LANTERN_URL !== `http://localhost:${settings.PORT}`)) {
    const answer: RequestListener = (request, response) => {
      if (receive(request, response, settings) || refuseMalformed(request, response, settings)) return
      void handle(request, response)
    }
    const server = await open(answer, settings.PORT, host)
    if (server) servers.push(server)
  }
  stopWithUs("the web server", async () => servers.forEach((server) => server.close().closeAllConnections()))
}

async function open(handler: RequestListener, port: number, host: string): Promise<Server | undefined> {
  const server = createServer(handler)
  const code = await new Promise<unknown>((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host }, () => resolve(undefined))
  })
  if (code === undefined) return server
  // A machine without IPv6 has no ::1, and for :: it takes 0.0.0.0.
  if (code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT") return host === "::" ? open(handler, port, "0.0.0.0") : undefined
  throw new StartProblem(sentenceFor(port, code))
}
