import type { IncomingMessage, ServerResponse } from "node:http"
import { securityHeaders } from "@/lib/auth/security-headers"

/**
 * Next answers 500 to an address or a call of an action that nobody can read. Nothing is broken then but what was sent,
 * so it is told with a 400; none of our actions answers 500 itself.
 * @returns whether the request is answered already
 */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse, publicUrl: string): boolean {
  if (!isReadable(request.url ?? "/")) {
    const headers = { ...securityHeaders(publicUrl), "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }
    response.writeHead(400, headers).end("This address can't be read.\n")
    return true
  }
  if (request.headers["next-action"] !== undefined) {
    const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse
    response.writeHead = (status: number, ...rest: unknown[]) => writeHead(status === 500 ? 400 : status, ...rest)
  }
  return false
}

function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address.replace(/[?#].*$/s, ""))
    return true
  } catch {
    return false
  }
}
