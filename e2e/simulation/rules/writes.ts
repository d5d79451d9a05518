import { isDeepStrictEqual } from "node:util"
import type { Row } from "../memory/models"
import { bodyOf, type Checker, type Sent } from "../checker"

/** A PUT leaves at most this long after its GET's answer came. */
const FRESH_MS = 2_000

type Body = Record<string, unknown>

/** What kind of intent a PUT's body carries out. */
function intentOf(body: Body): "return" | "password" | "switch_direct" {
  if (typeof body.password === "string" && body.password !== "") return "password"
  const type = (body.account_type as { value?: string } | undefined)?.value
  return type === "INTERNAL" ? "switch_direct" : "return"
}

/** Rules 1, 3, 4 and 7, at the moment a PUT leaves. */
export function checkPut(checker: Checker, sent: Sent): void {
  const body = JSON.parse(sent.request.body ?? "{}") as Body
  const kind = intentOf(body)
  const read = lastRead(checker, sent)
  const who = String(body.primary_id)
  if (!read) return checker.fail("4 fresh GET", `a PUT of ${who} without a GET before it`)
  const fresh = bodyOf(read.exchange)!
  if (sent.at - read.answeredAt > FRESH_MS) checker.fail("4 fresh GET", `a PUT of ${who} from a GET ${sent.at - read.answeredAt} ms old`)
  checkBody(checker, who, body, fresh, kind)
  checkUnknown(checker, sent, read, who, kind)
  checkIntent(checker, sent, kind, who)
}

/** Of the GETs of this process that were answered with a person, the one whose answer came last. */
function lastRead(checker: Checker, { process, place, request, at }: Sent): Sent | undefined {
  const path = request.path
  const reads = checker.sent.filter(
    (other) => other.process === process && other.place === place && other.kind === "read" && other.answeredAt <= at &&
      samePath(other, path) && typeof bodyOf(other.exchange)?.primary_id === "string",
  )
  return reads.reduce<Sent | undefined>((last, read) => (last && last.answeredAt > read.answeredAt ? last : read), undefined)
}

/** By the same id, or by another identifier of the person that the PUT now names. */
function samePath(read: Sent, path: string): boolean {
  if (read.request.path.toLowerCase() === path.toLowerCase()) return true
  const answered = String(bodyOf(read.exchange)?.primary_id ?? "").toLowerCase()
  return decodeURIComponent(path.split("/").at(-1)!.split("?")[0]!).toLowerCase() === answered
}

const LISTED: Record<ReturnType<typeof intentOf>, string[]> = {
  return: ["account_type", "external_id"],
  switch_direct: ["account_type", "external_id"],
  password: ["password", "force_password_change"],
}

/** Everything as it was read, but the listed fields, segments on the way back, and the roles, which stay out. */
function checkBody(checker: Checker, who: string, body: Body, fresh: Body, kind: ReturnType<typeof intentOf>): void {
  const path = String(fresh.primary_id).toLowerCase()
  if (who.toLowerCase() !== path) checker.fail("4 the same person", `a PUT of ${who} from a GET that answered ${path}`)
  if ("user_role" in body) checker.fail("4 roles stay out", who)
  for (const name of new Set([...Object.keys(body), ...Object.keys(fresh)])) {
    if (name === "user_role" || LISTED[kind].includes(name)) continue
    const [sent, read] = kind === "return" ? [withoutSegments(body[name]), withoutSegments(fresh[name])] : [body[name], fresh[name]]
    if (!isDeepStrictEqual(sent, read)) checker.fail("4 only listed fields", `a PUT of ${who} changes ${name}`)
  }
}

function withoutSegments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSegments)
  if (typeof value !== "object" || value === null) return value
  const kept = Object.entries(value).filter(([name]) => name !== "segment_type")
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutSegments(field)]))
}

/** Whether the client knows for sure what became of a write. */
export function isKnown({ exchange }: Sent): boolean {
  if (exchange?.kind !== "answer") return exchange?.kind === "failed" && !exchange.sent
  // 429 refuses, whatever stands in it.
  return exchange.status === 429 || (exchange.status < 500 && exchange.body !== "")
}

function checkUnknown(checker: Checker, sent: Sent, read: Sent, who: string, kind: string): void {
  const earlier = checker.sent.findLast((other) => other.kind === "put" && other.place === sent.place && other.uid !== null && other.uid === sent.uid)
  if (!earlier || isKnown(earlier)) return
  if (read.at < earlier.at) checker.fail("3 unknown is settled by reading", `a PUT of ${who} (${kind}) after one of unknown outcome, without a read between them`)
}

/** Rules 1 and 7: each PUT carries out an intent of its own that is committed. */
function checkIntent(checker: Checker, sent: Sent, kind: ReturnType<typeof intentOf>, who: string): void {
  const account = sent.uid === null ? undefined : checker.accountOf(sent.place, sent.uid)
  const holds = account ? checker.holdsOf(account) : []
  const ids = new Set(holds.map((hold) => hold.id))
  const intents = [...checker.sim.store.rows("intent")].filter((row) => ids.has(row.holdId) && row.kind === kind && row.state === "sent")
  const used = checker.usedIntents
  const most = kind === "password" ? 3 : 1
  const open = intents.findLast((row) => (used.get(String(row.id)) ?? 0) < most)
  if (!open) return checker.fail("1 intent first", `a PUT of ${who} (${kind}) without an intent of its own`)
  used.set(String(open.id), (used.get(String(open.id)) ?? 0) + 1)
  const hold = holds.find((row) => row.id === open.holdId)!
  checkHeld(checker, hold, who)
}

function checkHeld(checker: Checker, hold: Row, who: string): void {
  if (hold.original === null || hold.intendedAt === null) checker.fail("1 original facts first", who)
}

/** Rules 1 and 3, at the moment a start of the job leaves. */
export function checkRun(checker: Checker, sent: Sent): void {
  const parameters = (JSON.parse(sent.request.body ?? "{}") as { parameter?: { name: { value: string }; value: string }[] }).parameter ?? []
  const value = (name: string) => parameters.find((each) => each.name.value === name)?.value
  const run = [...checker.sim.store.rows("jobRun")].find((row) => row.name === value("job_name"))
  if (!run || run.state !== "start_sent") return checker.fail("1 intent first", "a start of the job that isn't written down as sent")
  if (run.setId !== value("set_id")) checker.fail("4 our own set", "the job is started on another set than the run's")
  const earlier = checker.sent.find((other) => other.kind === "run" && other.request.body === sent.request.body && !isKnown(other))
  if (earlier) checker.fail("3 no blind repetition", "the job is started again on a set whose start may have been applied")
  const members = [...checker.sim.store.rows("hold")].filter((row) => row.jobRunId === run.id && row.state === "switching")
  for (const hold of members) {
    checkHeld(checker, hold, String(hold.primaryId))
    const intended = [...checker.sim.store.rows("intent")].some((row) => row.holdId === hold.id && row.jobRunId === run.id)
    if (!intended) checker.fail("1 intent first", `the job is started for ${String(hold.primaryId)} without an intent`)
  }
  checkMembers(checker, sent, run, members)
}

/** Whoever stands in the set at this moment is on the run's list, unless somebody else put them there. */
function checkMembers(checker: Checker, sent: Sent, run: Row, members: Row[]): void {
  const set = sent.place.alma.store.sets.get(String(run.setId))
  for (const uid of set?.members ?? []) {
    const account = checker.accountOf(sent.place, uid)
    if (!account || !checker.isOurMember(account, String(run.setId))) continue
    const holds = checker.holdsOf(account).map((row) => row.id)
    if (!members.some((hold) => holds.includes(hold.id))) {
      checker.fail("2 only who was read External", `${String(account.before.primary_id)} stands in the set and isn't on the run's list`)
    }
  }
}
