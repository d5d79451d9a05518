import { isDeepStrictEqual } from "node:util"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { comparable } from "@/lib/practice/comparable"
import { changed } from "@/lib/practice/meanwhile"
import type { HistoryEntry } from "@/lib/practice/types"
import type { Cell } from "./cell"

export const WORDS = ["ok", "later", "person", "left", "over"] as const
/** `FAIL`: a rule was broken; `unmet`: the fault never struck, so that nothing was shown. */
export type Word = (typeof WORDS)[number] | "FAIL" | "unmet"

export interface Verdict {
  word: Word
  /** Each broken rule, in a sentence. */
  broken: string[]
}

/** Judges by Alma's history and records, and by Lantern's own where it told people something. */
export async function judge(cell: Cell): Promise<Verdict> {
  const broken = [...cell.faults, ...accounts(cell), ...others(cell), ...passwords(cell), ...(await records(cell))]
  if (broken.length > 0) return { word: isOverwritten(cell, broken) ? "over" : "FAIL", broken }
  if (!cell.hasStruck && !cell.strike.mayMiss) return { word: "unmet", broken: ["the fault never struck"] }
  return { word: await wordFor(cell), broken: [] }
}

/**
 * Alma has no conditional write: what somebody changes in the under two seconds between our read and our write of the
 * same account is overwritten, with what it was. Nothing else may differ.
 */
function isOverwritten({ strike, step, target }: Cell, broken: string[]): boolean {
  const field = strike.changed === "edit" ? "job_description" : strike.changed === "expire" ? "expiry_date" : null
  return field !== null && step.asked === "read" && broken.length === 1 && broken[0] === `${target} differs in ${field}`
}

const ours = ({ by }: HistoryEntry) => by === "api" || by === "job"

/** What the account shall look like: as before, but for what people did to it meanwhile. */
function expected(cell: Cell, id: string): AlmaUser | undefined {
  const before = cell.before.get(realId(cell, id))
  const change = id === cell.target ? cell.strike.changed : undefined
  if (!before || change === undefined || change === "internal" || change === "external") return before
  return change === "delete" ? undefined : changed(structuredClone(before), change)
}

/** As Alma spells it, whatever case was typed. */
function realId(cell: Cell, id: string): string {
  return [...cell.before.keys()].find((known) => known.toLowerCase() === id.toLowerCase()) ?? id
}

function accounts(cell: Cell): string[] {
  return cell.staff.flatMap((id) => {
    const want = expected(cell, id)
    const is = cell.alma.user(want ? String(want.primary_id) : id)
    if (want === undefined) return is === undefined ? [] : [`${id} is there again`]
    if (is === undefined) return [`${id} is gone`]
    const type = is.account_type
    if (!isDeepStrictEqual(comparable(type), { value: "EXTERNAL" })) return [`${id} is left ${JSON.stringify(comparable(type))}`]
    const fields = Object.keys({ ...is, ...want }).filter((field) => !isDeepStrictEqual(comparable(clean(is)[field]), comparable(clean(want)[field])))
    return [...(fields.length > 0 ? [`${id} differs in ${fields.join(", ")}`] : []), ...moves(cell, id)]
  })
}

/** What `comparable` leaves out at the top, left out of single fields too. */
function clean(user: AlmaUser): Record<string, unknown> {
  const kept = comparable(user)
  return typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {}
}

/** There and back: each change of ours is from what it was, and to Internal once at most. */
function moves(cell: Cell, id: string): string[] {
  const types = cell.alma.history(id).filter((entry) => entry.what === "account_type")
  const there = types.filter((entry) => ours(entry) && entry.to === "INTERNAL").length
  // A write that lands late, or twice, or over somebody's hand, makes it Internal once more.
  const allowed = cell.strike.landsWithinMs || cell.strike.changed || cell.step.route === "direct" ? 2 : 1
  return there > allowed ? [`${id} was made Internal ${there} times`] : []
}

/** Whoever was Internal before, and whoever is on no list: not one thing was done to them. */
function others(cell: Cell): string[] {
  const allowed = new Set([...cell.staff.map((id) => realId(cell, id)), cell.strike.strangerMayChange])
  const touched = [...cell.before.keys()].filter((id) => {
    if (allowed.has(id)) return false
    return cell.alma.history(id).some((entry) => ours(entry) && entry.what !== "request")
  })
  return touched.map((id) => `${id} was changed, who is none of ours`)
}

function passwords(cell: Cell): string[] {
  const { shown, strike, step } = cell
  if (!shown) return []
  // Who was deleted, renamed or expired after Alma's 200 is kept out by Alma, whatever the password.
  const afterwards = strike.changed === "expire" || (strike.changed !== undefined && step.id === "pick-put")
  if (!shown.worked && !afterwards) return ["a password was shown that does not work"]
  const sets = cell.alma.history(cell.target).filter((entry) => entry.what === "password" && ours(entry))
  const last = sets.at(-1)
  return last?.by === "job" ? ["the job reset the password that was shown"] : []
}

async function records(cell: Cell): Promise<string[]> {
  const { db } = cell.place.ctx
  const outage = await db.outage.findUniqueOrThrow({ where: { id: cell.outageId }, include: { holds: { include: { codes: true, intents: true } } } })
  const broken: string[] = []
  for (const hold of outage.holds) {
    const told = hold.state === "returned" || hold.state === "left_alone" || (hold.acceptedAt !== null && hold.reason !== null)
    if (!told) broken.push(`${hold.primaryId} is still ${hold.state}`)
    if (hold.state === "left_alone" && hold.reason === null) broken.push(`${hold.primaryId} was left alone without a reason`)
    // A code is used up by a password that was shown, or was set for certain while the end came.
    const applied = hold.intents.some((intent) => intent.kind === "password" && intent.state === "applied")
    const used = hold.codes.some((code) => code.state === "used")
    if (used && !applied && !(cell.shown && hold.primaryIdKey.startsWith(cell.target.toLowerCase()))) broken.push(`a code of ${hold.primaryId} was used up for nothing`)
  }
  return broken
}

async function wordFor(cell: Cell): Promise<Word> {
  const { db } = cell.place.ctx
  const { outageId } = cell
  const asked = await db.auditEntry.count({ where: { outageId, action: { in: ["hold.needs_person", "pickup.unknown"] } } })
  if (asked > 0 || cell.refusals.some((said) => /Ask for help/.test(said))) return "person"
  const target = await cell.hold()
  if (target.state === "left_alone") return "left"
  const unsure = await db.intent.count({ where: { hold: { outageId }, state: { in: ["unknown", "refused"] } } })
  const runs = await db.jobRun.count({ where: { outageId } })
  const reopened = await db.auditEntry.count({ where: { outageId, action: { in: ["hold.reopened", "run.found", "run.never_started"] } } })
  return unsure > 0 || runs > 1 || reopened > 0 || cell.refusals.length > 0 || cell.hurried ? "later" : "ok"
}
