import { isDeepStrictEqual } from "node:util"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { comparable } from "@/lib/practice/comparable"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import type { HistoryEntry } from "@/lib/practice/types"
import { isAppliedLate } from "./faults"

/** An Alma before an outage: the whole of its people, and where its history stood. */
export interface Before {
  people: AlmaUser[]
  seq: number
}

export interface Judgement {
  /** Accounts that went to Internal and back. */
  moved: string[]
  /** Accounts on the list to which nothing was done. */
  untouched: string[]
  /** Changes to Internal that a late or repeated delivery made besides, each swept up again. */
  swept: number
  /** What must not be, a sentence each, with the account's history. */
  wrong: string[]
}

export function before(alma: PracticeAlma): Before {
  return { people: alma.users(), seq: alma.history().at(-1)?.seq ?? 0 }
}

/**
 * Judges a closed outage by what Alma wrote down, and by nothing that Lantern says of itself. `mustHaveMoved`: seen
 * Internal on the way, so that they can't have been left where they were.
 */
export function judge(alma: PracticeAlma, was: Before, listed: string[], mustHaveMoved: string[]): Judgement {
  const late = new Set(alma.requests().filter((one) => isAppliedLate(one.fault)).map((one) => one.requestId))
  const changes = Map.groupBy(
    alma.history().filter((entry) => entry.seq > was.seq && entry.what !== "request" && entry.what !== "login"),
    (entry) => entry.primaryId,
  )
  const onList = new Set(listed.map((id) => id.toLowerCase()))
  const seen = new Set(mustHaveMoved.map((id) => id.toLowerCase()))
  const judgement: Judgement = { moved: [], untouched: [], swept: 0, wrong: [] }
  for (const user of was.people) {
    const id = String(user.primary_id)
    const history = changes.get(id) ?? []
    const faults = judgeAccount(user, alma.user(id), history, { late, listed: onList.has(id.toLowerCase()) })
    const types = typesOf(history)
    if (seen.has(id.toLowerCase()) && types.length === 0) faults.push("was seen Internal, but Alma knows of no change")
    for (const fault of faults) judgement.wrong.push(`${alma.url} ${id}: ${fault}\n${told(history, late)}`)
    if (types.length > 0) judgement.moved.push(id)
    else if (onList.has(id.toLowerCase())) judgement.untouched.push(id)
    judgement.swept += Math.max(0, types.length / 2 - 1)
  }
  for (const id of changes.keys()) {
    if (!was.people.some((user) => user.primary_id === id)) judgement.wrong.push(`${alma.url} ${id}: nobody of this name was there before`)
  }
  return judgement
}

function typesOf(history: HistoryEntry[]): HistoryEntry[] {
  return history.filter((entry) => entry.what === "account_type")
}

function judgeAccount(was: AlmaUser, is: AlmaUser | undefined, history: HistoryEntry[], { late, listed }: { late: Set<string>; listed: boolean }): string[] {
  if (is === undefined) return ["is gone"]
  const wrong: string[] = []
  const external = typeOf(was) === "EXTERNAL"
  if (history.length > 0 && !external) wrong.push(`was ${typeOf(was)} before, and was changed`)
  if (history.length > 0 && !listed) wrong.push("stood on no list, and was changed")
  if (typeOf(is) !== typeOf(was)) wrong.push(`was left ${typeOf(is)}`)
  if (!isDeepStrictEqual(comparable(is), comparable(was))) wrong.push(`isn't as before: ${differences(was, is).join("; ")}`)
  let at = "EXTERNAL"
  let journeys = 0
  for (const entry of history) {
    if (entry.what === "password" && entry.by === "api" && at !== "INTERNAL") wrong.push("got a password while it was External")
    if (entry.what !== "account_type") continue
    if (entry.from !== at) wrong.push(`went from ${String(entry.from)} while it was ${at}`)
    at = String(entry.to)
    if (at !== "INTERNAL") continue
    journeys += 1
    // The first change is ours; any further one may only be a delivery that came late, or twice.
    if (journeys > 1 && !late.has(entry.requestId)) wrong.push("was made Internal a second time, and by no late delivery")
  }
  return wrong
}

function typeOf(user: AlmaUser): string {
  const type = user.account_type as { value?: string } | string | undefined
  return typeof type === "string" ? type : (type?.value ?? "")
}

function differences(was: AlmaUser, is: AlmaUser): string[] {
  const [one, two] = [comparable(was), comparable(is)] as Record<string, unknown>[]
  return [...new Set([...Object.keys(one!), ...Object.keys(two!)])]
    .filter((field) => !isDeepStrictEqual(one![field], two![field]))
    .map((field) => `${field} was ${JSON.stringify(one![field])} and is ${JSON.stringify(two![field])}`)
}

function told(history: HistoryEntry[], late: Set<string>): string {
  return history
    .map(({ seq, at, by, what, field, from, to, requestId }) => {
      const values = what === "edit" ? (field ?? "") : `${JSON.stringify(from)} to ${JSON.stringify(to)}`
      return `    ${seq} ${at} ${by} ${what} ${values} ${requestId.slice(0, 8)}${late.has(requestId) ? " (late or repeated delivery)" : ""}`
    })
    .join("\n")
}
