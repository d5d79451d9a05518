import type { FaultRule } from "@/lib/practice/faults"
import type { MeanwhileChange } from "@/lib/practice/faults"
import type { Step } from "./steps"
import type { WireRule } from "./wire"

/** What strikes one step. */
export interface Strike {
  rules?: FaultRule[]
  wire?: WireRule[]
  /** It goes on until somebody mends it. */
  untilMended?: boolean
  /** The outage is ended as soon as it has struck, without waiting for what comes of it. */
  endAtOnce?: boolean
  /** Until a write that is on its way has surely landed, after it struck. */
  landsWithinMs?: number
  /** What people did to the target; it is what the account shall look like afterwards. */
  changed?: MeanwhileChange
  /** Who is struck and switched instead of the usual one. */
  target?: string
  /** The key is replaced in the middle. */
  newKey?: boolean
  /** Somebody who isn't on the list may be changed by Alma's job: then Lantern says so. */
  strangerMayChange?: string
  /** Alma's job never ends: the fifteen minutes are passed by moving the time of its start. */
  hangs?: boolean
  /** The target's record has a note of so many bytes, from the first. */
  bigNote?: number
  /** Times that our clock wrote while it was an hour ahead are moved to now: an hour is waited out, else. */
  clockAhead?: boolean
  /** It need not be met, such as a probability. */
  mayMiss?: boolean
}

/** One line of the table. */
export interface Row {
  id: string
  title: string
  group: "HTTP" | "job" | "data"
  /** Seconds of quiet that this needs; what takes minutes is for the long form. */
  quiet?: number
  /** Null where the fault doesn't belong to the step. */
  at: (step: Step) => Strike | null
}

/** A read is tried three times within one call, so that a fault must strike more often to be met by a step. */
export function timesFor(step: Step): number {
  return step.match.method === "GET" ? 4 : 1
}

/** A rule for the step's own request. What comes before the log-in of a pick-up is lost, or there would be none. */
export function rulesAt(step: Step, fault: FaultRule["fault"], times = timesFor(step)): FaultRule[] {
  const { match, after, skip } = step
  const own: FaultRule = { match, ...(after && { after }), ...(skip !== undefined && { skip }), times, fault }
  return [...lostPassword(step), own]
}

export function lostPassword(step: Step): FaultRule[] {
  if (step.asked !== "auth") return []
  return [{ match: { method: "PUT", primaryId: step.match.primaryId }, times: 1, fault: "reset_after_apply" }]
}
