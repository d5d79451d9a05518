import type { IncomingMessage, ServerResponse } from "node:http"
import { isThisMachine, trueAddress } from "@/lib/auth/client-address"
import { noteRefused } from "@/lib/auth/note-refused"
import { securityHeaders } from "@/lib/auth/security-headers"
import type { Env } from "@/lib/env"

type Settings = Pick<Env, "LANTERN_URL" | "LANTERN_TRUST_PROXY" | "LANTERN_HSTS_SUBDOMAINS">

/**
 * Before Next sees a request: says where it came from, in the one header that is believed after this, and refuses what came in plain
 * HTTP from elsewhere to a Lantern whose address is https. Such a Lantern has one name, whatever a proxy or a client calls it:
 * Next would refuse every action where a proxy puts its own. A proxy on another machine is believed only when the
 * operator says that there is one.
 * @returns whether the request is answered already
 */
export function receive(request: IncomingMessage, response: ServerResponse, settings: Settings): boolean {
  const { headers, socket } = request
  const proxies = settings.LANTERN_TRUST_PROXY
  const isPlain = settings.LANTERN_URL.startsWith("https:") && !isThisMachine(socket.remoteAddress) &&
    !(proxies > 0 && lastOf(headers["x-forwarded-proto"]) === "https")
  headers["x-forwarded-for"] = trueAddress({ forwarded: textOf(headers["x-forwarded-for"]), socket: socket.remoteAddress, proxies })
  if (settings.LANTERN_URL.startsWith("https:")) {
    headers.host = new URL(settings.LANTERN_URL).host
    delete headers["x-forwarded-host"]
  }
  if (!isPlain) return false
  noteRefused("transport", "plain http")
  const sent = { ...securityHeaders(settings.LANTERN_URL), "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }
  response.writeHead(403, sent).end(`Lantern is reached by ${settings.LANTERN_URL} alone.\n`)
  return true
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return textOf(header)?.split(",").at(-1)?.trim().toLowerCase()
}
