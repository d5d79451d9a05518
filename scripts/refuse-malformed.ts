import type { IncomingMessage, ServerResponse } from "node:http"
import { securityHeaders } from "@/lib/auth/security-headers"
import type { Env } from "@/lib/env"

type Settings = Pick<Env, "LANTERN_URL" | "LANTERN_HSTS_SUBDOMAINS">

/** Next fails over TRACE, and knows none but these. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

/**
 * Next answers 500 to an address, a method, a form or a call of an action that nobody can read. Nothing is broken then but what
 * was sent, so it is told with a 400; none of our actions answers 500 itself. And it answers some things before `proxy.ts`
 * has put its headers on, such as an address with a slash too many: they stand on those as well.
 * @returns whether the request is answered already
 */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse, settings: Settings): boolean {
  const { method = "", url = "/", headers } = request
  const always = Object.entries(securityHeaders(settings.LANTERN_URL, settings.LANTERN_HSTS_SUBDOMAINS))
  const calls = headers["next-action"] !== undefined || (method === "POST" && /^multipart\/form-data/i.test(headers["content-type"] ?? ""))
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse
  response.writeHead = (status: number, ...rest: unknown[]) => {
    for (const [name, value] of always) if (!response.hasHeader(name)) response.setHeader(name, value)
    return writeHead(calls && status === 500 ? 400 : status, ...rest)
  }
  const known = METHODS.includes(method)
  if (known && isReadable(url)) return false
  response.writeHead(known ? 400 : 405, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store", ...(!known && { Allow: METHODS.join(", ") }) })
  response.end(known ? "This address can't be read.\n" : "Lantern doesn't know this method.\n")
  return true
}

/** A path of ours; a whole address with another host in it is what a proxy is sent. */
function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address.replace(/[?#].*$/s, ""))
    return address.startsWith("/")
  } catch {
    return false
  }
}
