import type { IncomingHttpHeaders } from "node:http"
import { AlmaRefusal, type Answer } from "./answer"
import { isObject, type JsonObject } from "./record"
import type { FaultSwitch } from "./faults"
import type { JobRunner } from "./job-runner"
import type { Store } from "./store"
import type { Settings } from "./types"

/** One request, read whole. */
export interface Call {
  requestId: string
  method: string
  path: string
  /** The path's segments, each decoded. */
  segments: string[]
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
  op: string | null
}

/** What every handler works on. */
export interface World {
  settings: Settings
  store: Store
  faults: FaultSwitch
  runner: JobRunner
  /** Does something after a while, also when the client is gone; dropped when the server closes. */
  later: (ms: number, work: () => void) => void
  /** `http://host:port/almaws/v1`, for links. */
  base: () => string
  clock: () => Date
}

export type Handler = (world: World, call: Call, args: string[]) => Answer

/** The JSON body. 401676 is Alma's word for "no valid body", also where JSON was sent. */
export function bodyOf(call: Call): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(call.body)
  } catch {
    value = null
  }
  if (!isObject(value)) throw new AlmaRefusal("401676", "No valid XML was given.")
  return value
}

/** `limit` (0 to 100, 10 where absent) and `offset`. */
function pageOf(call: Call): { limit: number; offset: number } {
  const limit = Number(call.query.get("limit") ?? 10)
  const offset = Number(call.query.get("offset") ?? 0)
  if (!Number.isInteger(limit) || limit < 0 || limit > 100) {
    throw new AlmaRefusal(
      "40166410",
      `Invalid parameter limit. Value: ${call.query.get("limit")}. Valid: 0-100`,
    )
  }
  return { limit, offset: Number.isInteger(offset) && offset > 0 ? offset : 0 }
}

/** Alma's lists come without their key when nothing was found. */
export function listAnswer<T>(
  key: string,
  all: T[],
  call: Call,
  view: (each: T) => unknown = (each) => each,
): JsonObject {
  const { limit, offset } = pageOf(call)
  const page = all.slice(offset, offset + limit).map(view)
  const count = { total_record_count: all.length }
  return page.length === 0 ? count : { [key]: page, ...count }
}
