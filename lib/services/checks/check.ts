import { NO_TURN } from "@/lib/alma/alma-caller"
import type { Institution } from "@/lib/db/generated/client"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import type { CheckId } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import type { ServiceContext } from "../context"
import type { CheckAlma } from "./check-alma"

/** What a check looks with. */
export interface CheckInput {
  ctx: ServiceContext
  institution: Institution
  alma: CheckAlma
  now: Date
  /** What was kept of the last look. */
  before: CheckView[]
}

/** Checks that come of the same questions. Changes nothing in Alma. */
export interface CheckGroup {
  ids: readonly CheckId[]
  look: (input: CheckInput) => Promise<CheckView[]>
}

/** A group of one. */
export function single(id: CheckId, look: (input: CheckInput) => Promise<CheckView> | CheckView): CheckGroup {
  return { ids: [id], look: async (input) => [await look(input)] }
}

export const ok = (id: CheckId, message: string): CheckView => ({ id, status: "ok", message, fix: null })
export const warn = (id: CheckId, message: string, fix: string): CheckView => ({ id, status: "warn", message, fix })
export const fail = (id: CheckId, message: string, fix: string): CheckView => ({ id, status: "fail", message, fix })

export const KEY_FIX = "On the Ex Libris Developer Network give the key the area"
export const AGAIN = "See whether Alma is up and the address is right, then check again."

/**
 * Of what couldn't be looked at, it is told that it couldn't, and it is never ready. A silent Alma and a used-up day fail
 * `needed` checks, since nothing could be switched then either; a pause says nothing of what is ready.
 */
export function notLooked(id: CheckId, failure: AlmaFailure, needed = false): CheckView {
  const { kind } = failure
  const found = (message: string, fix: string): CheckView => ({ ...warn(id, message, fix), unanswered: true })
  if (kind === "throttled") return found("Not looked at: Alma takes no more requests at this moment.", "Check again in a few minutes.")
  if (kind === "unreachable" && failure.detail === NO_TURN) {
    return found("Not looked at: what goes first, such as an outage, has the requests to Alma.", "Check again later; nothing needs doing now.")
  }
  const silent = kind === "daily_limit"
    ? found("Alma's daily limit of requests is used up; it starts anew at midnight GMT.", "Find out which program used it up: until then Lantern can switch nobody either.")
    : found("Alma did not answer.", AGAIN)
  return needed ? { ...silent, status: "fail" } : silent
}

export const DAY_MS = 86_400_000

export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / DAY_MS)
}

/** "today", "1 day ago", "12 days ago". */
export function ago(at: Date, now: Date): string {
  const days = daysBetween(at, now)
  if (days < 1) return "today"
  return days === 1 ? "1 day ago" : `${days} days ago`
}

/** "12 Aug 2026, 07:12" on the institution's clock. */
export function moment(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" }).format(at)
}

/** "Ada Liaison, Ruth Okafor and 3 more". */
export function namesOf(names: string[], most = 3): string {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(", ")} and ${more} more`
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`
}
