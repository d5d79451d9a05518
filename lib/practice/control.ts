import { timingSafeEqual } from "node:crypto"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { json, type Answer } from "./answer"
import type { Call } from "./call"
import { isFault, type FaultRule } from "./faults"
import type { PracticeAlma } from "./practice-alma"
import { isObject, textOf } from "./record"

export interface ControlHooks {
  token: string
  alma: () => PracticeAlma
}

/** /practice/*: for tests in other processes, which judge by this server's history. */
export function controlAnswer(hooks: ControlHooks, call: Call): Answer {
  if (!sameToken(hooks.token, call.headers["x-practice-token"])) return json({ error: "token" }, 403)
  const alma = hooks.alma()
  const id = call.query.get("id") ?? ""
  const body = call.body === "" ? {} : parsed(call.body)
  if (body === null) return json({ error: "body is not a JSON object" }, 400)
  switch (`${call.method} ${call.segments[1] ?? ""}`) {
    case "GET users":
      return json({ users: alma.users() })
    case "GET user": {
      const user = alma.user(id)
      if (!user) return json({ error: "no such user" }, 404)
      return json({ user, mustChangePassword: alma.mustChangePassword(id) })
    }
    case "GET history":
      return json({ history: alma.history(id || undefined) })
    case "GET requests":
      return json({ requests: alma.requests() })
    case "GET peak":
      return json({ peakPerSecond: alma.peakPerSecond() })
    case "POST user":
      alma.setUser(body as AlmaUser, body["by"] === "admin" ? "admin" : "sis")
      return json({ ok: true })
    case "DELETE user":
      alma.removeUser(id)
      return json({ ok: true })
    case "POST password":
      return json({ works: alma.passwordWorks(textOf(body["id"]), textOf(body["password"])) })
    case "POST sso":
      alma.setSsoUp(body["up"] === true)
      return json({ ok: true })
    case "POST faults": {
      const rules = rulesOf(body)
      if (!rules) return json({ error: "no such fault" }, 400)
      alma.faults.add(...rules)
      return json({ ok: true, pending: countable(alma.faults.pending()) })
    }
    case "DELETE faults":
      alma.faults.clear()
      return json({ ok: true })
    case "POST reset":
      alma.reset()
      return json({ ok: true })
    default:
      return json({ error: "no such control" }, 404)
  }
}

/** One rule, or `{rules: [...]}`. `match.path` is a regular expression's text; `times` may be "Infinity". */
function rulesOf(body: Record<string, unknown>): FaultRule[] | null {
  const list = Array.isArray(body["rules"]) ? body["rules"] : [body]
  const rules = list.filter(isObject).map(ruleOf)
  return rules.every((rule) => rule !== null) ? rules : null
}

function ruleOf(given: Record<string, unknown>): FaultRule | null {
  const { fault, times, probability } = given
  if (!isFault(fault)) return null
  const match = isObject(given["match"]) ? given["match"] : {}
  const path = textOf(match["path"])
  return {
    match: {
      method: textOf(match["method"]) || undefined,
      path: path ? new RegExp(path, "i") : undefined,
      primaryId: textOf(match["primaryId"]) || undefined,
      op: textOf(match["op"]) || undefined,
    },
    times: times === "Infinity" ? Infinity : typeof times === "number" ? times : undefined,
    probability: typeof probability === "number" ? probability : undefined,
    fault,
  }
}

function countable(count: number): number | "Infinity" {
  return Number.isFinite(count) ? count : "Infinity"
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function sameToken(token: string, given: string | string[] | undefined): boolean {
  if (typeof given !== "string" || given.length !== token.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(token))
}
