import { randomBytes } from "node:crypto"
import { type NextRequest, NextResponse } from "next/server"
import { noteRefused } from "@/lib/auth/note-refused"
import { originProblem } from "@/lib/auth/same-origin"
import { contentSecurityPolicy, securityHeaders } from "@/lib/auth/security-headers"
import { env } from "@/lib/env"

/**
 * Headers on everything, and a plain 403 for what comes from another site (Next answers 500 to a
 * foreign form post). Never the only guard: actions and routes check for themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const { LANTERN_URL: publicUrl, LANTERN_HSTS_SUBDOMAINS: subdomains } = env()
  const { method, headers, nextUrl } = request
  const problem = originProblem({ method, origin: headers.get("origin"), host: headers.get("host"), publicUrl })
  if (problem !== null) {
    noteRefused("origin", method)
    return new NextResponse(`${problem}\n`, { status: 403, headers: { ...securityHeaders(publicUrl, subdomains), ...PLAIN } })
  }
  const nonce = randomBytes(16).toString("base64")
  // oxlint-disable-next-line node/no-process-env -- a constant that Next writes in when it builds
  const development = process.env.NODE_ENV === "development"
  const policy = contentSecurityPolicy({ nonce, publicUrl, development })
  const forward = new Headers(headers)
  forward.set("x-nonce", nonce)
  // Next reads the nonce for its own scripts from here.
  forward.set("Content-Security-Policy", policy)
  const response = NextResponse.next({ request: { headers: forward } })
  for (const [name, value] of Object.entries(securityHeaders(publicUrl, subdomains))) response.headers.set(name, value)
  response.headers.set("Content-Security-Policy", policy)
  if (!nextUrl.pathname.startsWith("/_next/static/")) response.headers.set("Cache-Control", "no-store")
  return response
}

const PLAIN = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" }
