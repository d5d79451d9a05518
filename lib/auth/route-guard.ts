import "server-only"
import { isNavigationError } from "next-safe-action"
import type { Permission } from "@/lib/domain/actor"
import type { AppErrorCode } from "@/lib/domain/errors"
import { env } from "@/lib/env"
import type { ServiceContext } from "@/lib/services/context"
import { webContext } from "@/lib/services/web-context"
import { type CurrentSession, readSession } from "./current-actor"
import { requireAnywhere } from "./permissions"
import { noteRefused } from "./note-refused"
import { originProblem } from "./same-origin"
import { type ServerError, toServerError } from "./server-error"

const STATUS: Record<AppErrorCode | "unexpected", number> = {
  input: 400,
  refused: 409,
  not_allowed: 403,
  not_found: 404,
  step_up_required: 403,
  unavailable: 503,
  unexpected: 500,
}

/**
 * Runs a route handler for a signed-in person who has `permission` somewhere; the query decides
 * whether in the institution it reads. Answers JSON `{ code, message }`: 401 when nobody is signed
 * in, 403 and 404 as the errors say. What `handler` gives back is sent as JSON, unless it is a Response.
 */
export async function withActor(
  request: Request,
  permission: Permission | "signed-in",
  handler: (ctx: ServiceContext, current: CurrentSession) => Promise<unknown>,
): Promise<Response> {
  try {
    const { method, headers } = request
    const publicUrl = env().LANTERN_URL
    const problem = originProblem({ method, origin: headers.get("origin"), host: headers.get("host"), publicUrl })
    if (problem !== null) {
      noteRefused("origin", placeOf(request))
      return refusal({ code: "not_allowed", message: problem })
    }
    const current = await readSession()
    if (current === null) return refusal({ code: "not_allowed", message: "You are signed out. Sign in again." }, 401)
    if (permission !== "signed-in") requireAnywhere(current.actor, permission)
    const answer = await handler(await webContext(current.actor), current)
    return answer instanceof Response ? answer : Response.json(answer, { headers: NO_STORE })
  } catch (error) {
    if (isNavigationError(error)) throw error
    return refusal(toServerError(placeOf(request), error))
  }
}

function placeOf(request: Request): string {
  return new URL(request.url).pathname.replace(/[0-9a-f-]{36}/g, "ID")
}

const NO_STORE = { "Cache-Control": "no-store" }

function refusal(error: ServerError, status = STATUS[error.code]): Response {
  return Response.json(error, { status, headers: NO_STORE })
}
