// oxlint-disable-next-line no-restricted-imports
import { Prisma } from "@/lib/db/generated/client"
import type { MemoryDb } from "./memory-db"
import type { Row } from "./models"
import { UnknownStatement } from "./unknown-statement"
import { compareBy, same } from "./where"

export interface RawAnswer {
  rows: Row[]
  count: number
}

type Run = (db: MemoryDb, values: unknown[], text: string) => Row[] | number

const now = () => Date.now()
const ms = (value: unknown) => (value instanceof Date ? value.getTime() : -Infinity)
const later = (seconds: unknown) => new Date(now() + Number(seconds) * 1000)
const isFree = (row: Row) => row.leaseUntil === null || ms(row.leaseUntil) < now()
const byId = (rows: Row[]) => rows.toSorted((a, b) => compareBy([{ id: "asc" }], a, b))
const isOver = (row: Row) => row.state === "done" || row.state === "cancelled"
const isDue = (row: Row) => row.dueAt !== null && ms(row.dueAt) <= now()

/** The statements that lib writes as SQL, each by how its text begins. A text that isn't here throws. */
const STATEMENTS: [RegExp, Run][] = [
  [/^update "Hold" set "fence" = "fence" \+ 1/, claimHolds],
  [/^update "JobRun" set "fence" = "fence" \+ 1/, claimJobRun],
  [/^update "(Hold|JobRun)" set "leaseUntil" = clock_timestamp\(\) \+ make_interval/, renew],
  [/^update "Hold" set "leaseUntil" = least\(/, shorten],
  [/^select extract\(epoch from min\(greatest\("dueAt", coalesce\("leaseUntil", "dueAt"\)\)\)/, nextDue],
  [/^select pg_advisory_xact_lock/, () => [{}]],
  [/^with slot as \( select b\."institutionId", greatest\(b\."tat", clock_timestamp\(\) \+ make_interval/, reserve],
  [/^select extract\(epoch from b\."tat" - clock_timestamp\(\)\)/, busy],
  [/^update "AlmaBudget" b set "tat" = b\."tat" - \(case when b\."tat" = \?::text::timestamptz then \?::int else 1 end\)/, giveBack],
  [/^update "AlmaBudget" b set "reducedRate"/, throttled],
  [/^select (.+) from "Outage" where "id" = \?::uuid(?: for (?:update|share))?$/, selectOutage],
  [/^select 1 from "Hold" where "id" = any\(\?::uuid\[\]\)/, () => []],
  [/^select "id"::text as "hold", "desired"::text from "Hold" where "id" = any\(\?::uuid\[\]\) and "jobRunId" = \?::uuid and "state" = '(waiting|switching)' order by "id" for update$/, lockOfRun],
  [/^select "id"::text as "hold" from "Hold" where "jobRunId" = \?::uuid and "state" = 'switching' and "desired" <> 'internal' order by "id" for update$/, leavingOfRun],
  [/^update "Hold" h set "original" = v\."original", "reason" = null/, keepAll],
  [/^update "Hold" h set "dueAt" = v\."due"::timestamptz/, moveAll],
  [/^insert into "RateLimiterFlexible" /, takeTurn],
  [/^update "RateLimiterFlexible" set "expire" = /, putOffTurn],
  [/^select count\(\*\) filter \(where "state" in \('internal', 'collected'\)\)/, watched],
  [/^select 1 from "Hold" where "id" = \?::uuid for update$/, () => []],
  [/^update "Hold" h set "dueAt" = least\(/, dueNow],
  [/^select 1 from "JobRun" where "id" = \?::uuid and "fence" = \? for no key update$/, myRun],
  [/^select "desired"::text from "Hold" where "jobRunId" = \?::uuid and "state" = 'switching' order by "id" for update$/, desiredOfRun],
  [/^update "Hold" set "quietFrom" = \? where "id" in \( select "id" from "Hold" where "jobRunId" = \?::uuid and "state" = 'switching'/, quietFrom],
  [/^select 1 from "Hold" where "jobRunId" = \?::uuid and "state" (?:in \('waiting', 'switching'\)|= 'switching') order by "id" for update$/, () => []],
  [/^select "desired"::text from "Hold" where "id" = \?::uuid( and "jobRunId" = \?::uuid and "state" = 'switching')? for update$/, desiredOfHold],
]

export function rawSql(db: MemoryDb, strings: TemplateStringsArray, values: unknown[]): RawAnswer {
  const flat = Prisma.sql(strings, ...values)
  const text = flat.sql.replace(/\s+/g, " ").trim()
  const known = STATEMENTS.find(([pattern]) => pattern.test(text))
  if (!known) throw new UnknownStatement(text)
  const answer = known[1](db, flat.values, text)
  return typeof answer === "number" ? { rows: [], count: answer } : { rows: answer, count: answer.length }
}

function claimHolds(db: MemoryDb, values: unknown[], text: string): Row[] {
  const [owner, lease, which] = values
  const isOne = text.includes(`and h."id" = ?::uuid`)
  const watched = (row: Row) =>
    text.includes(`h."leaseOwner" not like 'pickup:%'`) &&
    (row.state === "internal" || row.state === "collected") &&
    row.desired === "internal" &&
    row.leaseOwner !== null && !String(row.leaseOwner).startsWith("pickup:")
  let chosen = db.find("hold", isOne ? { id: which } : { institutionId: which })
  chosen = chosen.filter((row) => (isFree(row) || watched(row)) && (isOne || isDue(row)))
  if (!isOne) {
    const rank = (row: Row) => (row.desired === "external" && row.state !== "external_watching" ? 0 : 1)
    chosen.sort((a, b) => rank(a) - rank(b) || ms(a.dueAt) - ms(b.dueAt))
    chosen = chosen.slice(0, Number(values[3]))
  }
  return chosen.map((row) => {
    db.change("hold", row, { fence: (row.fence as bigint) + 1n, leaseOwner: owner, leaseUntil: later(lease) })
    return { id: row.id, fence: row.fence }
  })
}

function claimJobRun(db: MemoryDb, [owner, lease, institutionId]: unknown[]): Row[] {
  const row = db.find("jobRun", { institutionId }).find((each) => !isOver(each) && isDue(each) && isFree(each))
  if (!row) return []
  db.change("jobRun", row, { fence: (row.fence as bigint) + 1n, leaseOwner: owner, leaseUntil: later(lease) })
  return [{ id: row.id }]
}

function renew(db: MemoryDb, [seconds, id, fence]: unknown[], text: string): number {
  const model = text.startsWith(`update "Hold"`) ? "hold" : "jobRun"
  const rows = db.find(model, { id, fence })
  for (const row of rows) db.change(model, row, { leaseUntil: later(seconds) })
  return rows.length
}

function shorten(db: MemoryDb, [id, fence]: unknown[]): number {
  const rows = db.find("hold", { id, fence })
  // `least` passes over nulls.
  for (const row of rows) db.change("hold", row, { leaseUntil: row.leaseUntil === null ? later(1) : new Date(Math.min(ms(row.leaseUntil), now() + 1000)) })
  return rows.length
}

function nextDue(db: MemoryDb, [institutionId]: unknown[]): Row[] {
  const rows = [...db.find("hold", { institutionId }), ...db.find("jobRun", { institutionId }).filter((row) => !isOver(row))]
  const dues = rows.filter((row) => row.dueAt !== null).map((row) => Math.max(ms(row.dueAt), ms(row.leaseUntil)))
  return [{ waitMs: dues.length === 0 ? null : Math.min(...dues) - now() }]
}

/** Timestamps of the budget are kept to the microsecond, in milliseconds with a fraction. */
const toMicros = (value: number) => Math.round(value * 1000) / 1000

function budgetOf(db: MemoryDb, institutionId: unknown): { row: Row; tat: number; slot: number; rate: number } | null {
  const [row] = db.find("almaBudget", { institutionId })
  const [institution] = db.find("institution", { id: institutionId })
  if (!row || !institution) return null
  const full = Number(institution.rate)
  const since = row.throttledAt === null ? 0 : (now() - ms(row.throttledAt)) / 1000
  const rate = row.reducedRate === null ? full : Math.min(full, Number(row.reducedRate) + (full * since) / 120)
  const tat = row.tat instanceof Date ? row.tat.getTime() : Number(row.tat)
  return { row, tat, slot: toMicros(1000 / rate), rate }
}

function reserve(db: MemoryDb, values: unknown[]): Row[] {
  const at = values.findIndex((value) => typeof value === "string")
  // The lead in seconds, the slot's rate, how many are asked for, how far ahead in seconds; then a rate, and the id.
  const [lead, , most, horizon] = values.map(Number) as [number, number, number, number]
  const budget = budgetOf(db, values[at])
  const ahead = now() + horizon * 1000
  if (!budget || budget.tat > ahead) return []
  const slots = Math.max(1, Math.min(most, 1 + Math.floor(((ahead - budget.tat) / 1000) * budget.rate)))
  const first = Math.max(budget.tat, now() + lead * 1000)
  const tat = toMicros(first + slots * budget.slot)
  db.change("almaBudget", budget.row, { tat })
  return [{ waitMs: toMicros(first - now()), slots, everyMs: budget.slot, token: String(tat), saidAt: now() }]
}

function busy(db: MemoryDb, [institutionId]: unknown[]): Row[] {
  const budget = budgetOf(db, institutionId)
  return budget ? [{ waitMs: toMicros(budget.tat - now()) }] : []
}

function giveBack(db: MemoryDb, [token, slots, ...rest]: unknown[]): number {
  const budget = budgetOf(db, rest.find((value) => typeof value === "string"))
  if (!budget || budget.tat <= now()) return 0
  const count = token !== null && String(budget.tat) === token ? Number(slots) : 1
  db.change("almaBudget", budget.row, { tat: toMicros(budget.tat - count * budget.slot) })
  return 1
}

function throttled(db: MemoryDb, values: unknown[]): number {
  const budget = budgetOf(db, values.find((value) => typeof value === "string"))
  if (!budget) return 0
  const { row, tat, rate } = budget
  if (row.throttledAt !== null && ms(row.throttledAt) >= now() - 1000) return 0
  db.change("almaBudget", row, { reducedRate: Math.max(1, rate / 2), throttledAt: new Date(now()), tat: Math.max(tat, now() + 1000) })
  return 1
}

function selectOutage(db: MemoryDb, [id]: unknown[], text: string): Row[] {
  const wanted = /^select (.+) from "Outage"/.exec(text)![1]!
  const names = [...wanted.matchAll(/"(\w+)"/g)].map((match) => match[1]!)
  return db.find("outage", { id }).map((row) => Object.fromEntries(names.map((name) => [name, row[name]])))
}

function dueNow(db: MemoryDb, [at, ids]: unknown[]): number {
  let count = 0
  for (const id of ids as string[]) {
    for (const row of db.find("hold", { id, desired: "external", state: { notIn: ["returned", "left_alone"] } })) {
      const waits = row.state === "waiting" || row.state === "switching"
      if (waits && db.find("jobRun", { id: row.jobRunId ?? "" }).some((run) => !isOver(run))) continue
      db.change("hold", row, { dueAt: new Date(Math.min(ms(at), now())) })
      count += 1
    }
  }
  return count
}

function myRun(db: MemoryDb, [id, fence]: unknown[]): Row[] {
  return db.find("jobRun", { id }).filter((row) => same(row.fence, fence))
}

function desiredOfRun(db: MemoryDb, [jobRunId]: unknown[]): Row[] {
  return byId(db.find("hold", { jobRunId, state: "switching" })).map((row) => ({ desired: row.desired }))
}

function quietFrom(db: MemoryDb, [at, jobRunId]: unknown[]): number {
  const rows = db.find("hold", { jobRunId, state: "switching" })
  for (const row of rows) db.change("hold", row, { quietFrom: at })
  return rows.length
}

function desiredOfHold(db: MemoryDb, [id, jobRunId]: unknown[]): Row[] {
  const rows = db.find("hold", jobRunId === undefined ? { id } : { id, jobRunId, state: "switching" })
  return byId(rows).map((row) => ({ desired: row.desired }))
}

function lockOfRun(db: MemoryDb, [ids, jobRunId]: unknown[], text: string): Row[] {
  const state = text.includes("'waiting'") ? "waiting" : "switching"
  return byId(db.find("hold", { id: { in: ids }, jobRunId, state })).map((row) => ({ hold: row.id, desired: row.desired }))
}

function leavingOfRun(db: MemoryDb, [jobRunId]: unknown[]): Row[] {
  return byId(db.find("hold", { jobRunId, state: "switching", desired: { not: "internal" } })).map((row) => ({ hold: row.id }))
}

const dateOf = (text: string | null | undefined) => (text ? new Date(text) : null)

function keepAll(db: MemoryDb, values: unknown[]): number {
  const [ids, originals, types, ats] = values as string[][]
  return eachHold(db, ids!, (_row, at) => ({ original: originals![at], reason: null, observedType: types![at], observedAt: dateOf(ats![at]) }))
}

function moveAll(db: MemoryDb, values: unknown[]): number {
  const [ids, dues, types, ats] = values as (string | null)[][]
  return eachHold(db, ids!, (row, at) => ({
    dueAt: dateOf(dues![at]), observedType: types![at] ?? row.observedType, observedAt: dateOf(ats![at]) ?? row.observedAt,
  }))
}

function eachHold(db: MemoryDb, ids: (string | null)[], change: (row: Row, at: number) => Row): number {
  ids.forEach((id, at) => {
    for (const row of db.find("hold", { id })) db.change("hold", row, change(row, at))
  })
  return ids.length
}

function watched(db: MemoryDb, [institutionId]: unknown[]): Row[] {
  const rows = db.find("hold", { institutionId, dueAt: { not: null } })
  const held = rows.filter((row) => row.state === "internal" || row.state === "collected").length
  return [{ held, byHand: rows.filter((row) => row.state === "needs_person").length }]
}

function takeTurn(db: MemoryDb, [key, seconds]: unknown[]): number {
  const [row] = db.find("rateLimiterFlexible", { key })
  if (row && ms(row.expire) > now()) return 0
  if (row) db.change("rateLimiterFlexible", row, { expire: later(seconds) })
  else db.insert("rateLimiterFlexible", { key, points: 1, expire: later(seconds) })
  return 1
}

function putOffTurn(db: MemoryDb, [seconds, key]: unknown[]): number {
  const rows = db.find("rateLimiterFlexible", { key })
  for (const row of rows) db.change("rateLimiterFlexible", row, { expire: later(seconds) })
  return rows.length
}
