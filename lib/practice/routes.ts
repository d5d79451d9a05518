import { AlmaRefusal, jsonError, XML_TYPE, toXml, xmlError, html, JSON_TYPE, type Answer } from "./answer"
import type { Call, Handler, World } from "./call"
import { getCodeTable, getGeneral, listIntegrationProfiles, testKey } from "./conf"
import { getInstance, getJob, listInstances, listJobs, runJob } from "./jobs"
import { createSet, deleteSet, getMembers, getSet, listSets, manageMembers } from "./sets"
import { createUser, getUser, listUsers, postUser, putUser, staffLoginReport } from "./users"

/** Method, path below /almaws/v1 (`*` is an argument), handler. The first that fits answers. */
const ROUTES: [string, string, Handler][] = [
  ["GET", "users/operation/test", testKey],
  ["POST", "users/operation/test", testKey],
  ["GET", "users/staff-login-report", staffLoginReport],
  ["GET", "users", listUsers],
  ["POST", "users", createUser],
  ["GET", "users/*", getUser],
  ["PUT", "users/*", putUser],
  ["POST", "users/*", postUser],
  ["GET", "conf/test", testKey],
  ["POST", "conf/test", testKey],
  ["GET", "conf/general", getGeneral],
  ["GET", "conf/integration-profiles", listIntegrationProfiles],
  ["GET", "conf/code-tables/*", getCodeTable],
  ["GET", "conf/sets", listSets],
  ["POST", "conf/sets", createSet],
  ["GET", "conf/sets/*", getSet],
  ["POST", "conf/sets/*", manageMembers],
  ["DELETE", "conf/sets/*", deleteSet],
  ["GET", "conf/sets/*/members", getMembers],
  ["GET", "conf/jobs", listJobs],
  ["GET", "conf/jobs/*", getJob],
  ["POST", "conf/jobs/*", runJob],
  ["GET", "conf/jobs/*/instances", listInstances],
  ["GET", "conf/jobs/*/instances/*", getInstance],
]

/** Runs the request's handler; every refusal becomes an answer. */
export function answerCall(world: World, call: Call): Answer {
  return asAnswer(world, call, () => route(world, call))
}

/** Runs `work` and makes a refusal into Alma's envelope, JSON or XML by what was asked for. */
export function asAnswer(world: World, call: Call, work: () => Answer): Answer {
  const wantsJson = (call.headers.accept ?? "").includes("json")
  try {
    const answer = work()
    if (wantsJson || answer.type !== JSON_TYPE || answer.body === "") return answer
    const root = call.segments[0] === "users" ? "user" : (call.segments[1] ?? "result")
    return { ...answer, type: XML_TYPE, body: toXml(root, JSON.parse(answer.body)) }
  } catch (error) {
    if (!(error instanceof AlmaRefusal)) throw error
    const { code, message, status } = error
    if (!wantsJson) return xmlError(code, message, status, world.clock())
    return jsonError(code, message, status, world.clock(), { odd: world.settings.oddShapes })
  }
}

function route(world: World, call: Call): Answer {
  let pathKnown = false
  for (const [method, pattern, handler] of ROUTES) {
    const args = match(pattern.split("/"), call.segments)
    if (!args) continue
    pathKnown = true
    if (method === call.method) return handler(world, call, args)
  }
  if (pathKnown) return html("<html><body><h1>405 Method Not Allowed</h1></body></html>", 405)
  return xmlError("INTERNAL_SERVER_ERROR", `Path not found (/${call.segments.join("/")})`, 404, world.clock())
}

function match(pattern: string[], segments: string[]): string[] | null {
  if (pattern.length !== segments.length) return null
  const fits = pattern.every((part, index) => part === "*" || part === segments[index])
  return fits ? segments.filter((_, index) => pattern[index] === "*") : null
}
