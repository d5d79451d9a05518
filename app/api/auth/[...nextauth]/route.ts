import NextAuth from "next-auth"
import type { NextRequest } from "next/server"
import { beginCampus, CAMPUS_PARTS, endCampus, hasCampus } from "@/lib/auth/campus-answers"
import { nextAuthOptions } from "@/lib/auth/next-auth-options"
import { noteRefused } from "@/lib/auth/note-refused"
import { originProblem } from "@/lib/auth/same-origin"
import { env } from "@/lib/env"

type Context = { params: Promise<{ nextauth: string[] }> }

/** What next-auth's client asks of it here. Its pages, its errors and whatever else it answers to are not. */
const KNOWN: Record<string, readonly string[]> = {
  GET: ["csrf", "session", "providers"],
  POST: ["callback/link", "callback/code", "callback/passkey", "callback/recovery", "signout"],
}

/** And this where campus sign-on is set up. */
const CAMPUS: Record<string, string> = { GET: CAMPUS_PARTS.back, POST: CAMPUS_PARTS.begin }

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const { method, headers } = request
  const which = (await context.params).nextauth.join("/")
  const isCampus = CAMPUS[method] === which && hasCampus()
  if (!isCampus && !KNOWN[method]?.includes(which)) return refuse(404, "There is nothing at this address.")
  // Only forms: next-auth fails over a body that says it is JSON and isn't.
  const isForm = headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false
  if (method === "POST" && !isForm) return refuse(415, "This has to be sent as a form.")
  const publicUrl = env().LANTERN_URL
  const problem = originProblem({ method, origin: headers.get("origin"), host: headers.get("host"), publicUrl })
  if (problem !== null) {
    noteRefused("origin", "route sign-in")
    return refuse(403, problem)
  }
  // oxlint-disable-next-line node/no-process-env -- next-auth reads its own address from nowhere else
  process.env.NEXTAUTH_URL = publicUrl
  const run = async () => (await NextAuth(request, context, await nextAuthOptions())) as Response
  if (!isCampus) return run()
  return method === "POST" ? beginCampus(request, run) : endCampus(request, run)
}

function refuse(status: number, message: string): Response {
  const code = status === 403 ? "not_allowed" : status === 404 ? "not_found" : "input"
  return Response.json({ code, message }, { status, headers: { "Cache-Control": "no-store" } })
}

export { handler as GET, handler as POST }
