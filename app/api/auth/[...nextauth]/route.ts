import NextAuth from "next-auth"
import type { NextRequest } from "next/server"
import { nextAuthOptions } from "@/lib/auth/next-auth-options"
import { originProblem } from "@/lib/auth/same-origin"
import { env } from "@/lib/env"

type Context = { params: Promise<{ nextauth: string[] }> }

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const { method, headers } = request
  const publicUrl = env().LANTERN_URL
  const problem = originProblem({ method, origin: headers.get("origin"), host: headers.get("host"), publicUrl })
  if (problem !== null) return Response.json({ code: "not_allowed", message: problem }, { status: 403 })
  // oxlint-disable-next-line node/no-process-env -- next-auth reads its own address from nowhere else
  process.env.NEXTAUTH_URL = publicUrl
  return (await NextAuth(request, context, await nextAuthOptions())) as Response
}

export { handler as GET, handler as POST }
