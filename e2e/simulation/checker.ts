import type { Exchange, HttpRequest } from "@/lib/alma/http"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { accountTypeOf } from "@/lib/practice/record"
import type { Change } from "./memory/memory-db"
import type { Row } from "./memory/models"
import type { Entry } from "./practice-side"
import type { Process } from "./process"
import { checkBudget } from "./rules/budget"
import { checkClosing } from "./rules/closing"
import { checkEnd } from "./rules/end"
import { checkAudit, checkFences, checkHistoryEntry } from "./rules/journal"
import { Pickups } from "./rules/pickup"
import { checkPut, checkRun } from "./rules/writes"
import type { Place, Simulation } from "./simulation"

/** A stretch of time in which an account was of one type, and who had made it so. */
export interface Stretch {
  from: number
  type: string
  by: Entry["by"]
  requestId: string
}

/** What the checker knows of one account, all of it from the practice Alma. */
export interface Account {
  place: Place
  uid: string
  /** The record at the start of the schedule. */
  before: AlmaUser
  stretches: Stretch[]
  /** Fields that somebody other than Lantern changed. */
  edited: Set<string>
  removed: boolean
}

/** One request as it left Lantern. */
export interface Sent {
  place: Place
  process: Process
  request: HttpRequest
  /** When it left, when it came to Alma, and when its answer was there; Infinity until then. */
  at: number
  arrivedAt: number
  answeredAt: number
  /** What the client learnt of it. */
  exchange: Exchange | null
  /** Whom Alma took it for, when it is about a person. */
  uid: string | null
  requestId: string
  /** The fault that struck it in Alma. */
  fault: string | null
  kind: "read" | "put" | "run" | "auth" | "other"
}

/**
 * Judges Lantern by what the practice Alma saw and by its records; our own tables are asked only for what
 * Lantern claims (this is intended, this is closed).
 */
export class Checker {
  readonly violations: string[] = []
  readonly sent: Sent[] = []
  readonly pickups: Pickups
  readonly byRequest = new Map<string, Sent>()
  /** How many PUTs each intent has led to. */
  readonly usedIntents = new Map<string, number>()
  readonly #accounts = new Map<string, Account>()

  constructor(readonly sim: Simulation) {
    this.pickups = new Pickups(this)
    for (const place of sim.places) {
      for (const { uid, user } of place.alma.store.accounts.values()) {
        const first = { from: sim.kernel.startedAt, type: accountTypeOf(user), by: "sis" as const, requestId: "start" }
        const account: Account = { place, uid, before: structuredClone(user), stretches: [first], edited: new Set(), removed: false }
        this.#accounts.set(uid + place.code, account)
      }
      place.alma.history.told = (entry) => this.#onHistory(place, entry)
    }
    sim.store.onCommit = (changes) => this.#onCommit(changes)
  }

  fail(rule: string, what: string): void {
    const line = `RULE ${rule}: ${what}`
    this.sim.kernel.note("CHECKER", line)
    this.violations.push(line)
  }

  accounts(): Iterable<Account> {
    return this.#accounts.values()
  }

  accountOf(place: Place, uid: string): Account | undefined {
    return this.#accounts.get(uid + place.code)
  }

  /** The record as it was at the start, for whoever has this primary id now. */
  before(place: Place, primaryId: string): AlmaUser | undefined {
    const account = place.alma.account(primaryId)
    return account && this.accountOf(place, account.uid)?.before
  }

  holdsOf(account: Account): Row[] {
    const ids = this.#idsOf(account)
    return [...this.sim.store.rows("hold")].filter((row) => row.institutionId === account.place.id && ids.has(String(row.primaryIdKey)))
  }

  /** Every id the person has had. */
  readonly #renames = new Map<string, Set<string>>()

  #idsOf({ place, uid, before }: Account): Set<string> {
    return this.#renames.get(uid + place.code) ?? new Set([String(before.primary_id).toLowerCase()])
  }

  onSend(process: Process, place: Place, request: HttpRequest): Sent {
    const { kernel } = this.sim
    this.sim.requests += 1
    const never = { arrivedAt: Infinity, answeredAt: Infinity, exchange: null, requestId: "", fault: null }
    const sent: Sent = { place, process, request, at: kernel.now, uid: this.#uidOf(place, request), kind: kindOf(request), ...never }
    if (process.openTransactions > 0) this.fail("7 no transaction over a call", `${process.name} calls Alma inside a transaction`)
    if (sent.kind === "put") checkPut(this, sent)
    if (sent.kind === "run") checkRun(this, sent)
    checkBudget(this, sent)
    this.sent.push(sent)
    return sent
  }

  /** Before Alma works on it, so that what it changes can be laid at its door. */
  onArrival(sent: Sent, requestId: string): void {
    sent.arrivedAt = this.sim.kernel.now
    sent.requestId = requestId
    this.byRequest.set(requestId, sent)
  }

  onAnswer(sent: Sent, exchange: Exchange): void {
    sent.answeredAt = this.sim.kernel.now
    sent.exchange = exchange
    this.pickups.answered(sent)
  }

  #onHistory(place: Place, entry: Entry): void {
    const known = place.alma.account(entry.what === "primary_id" ? String(entry.to) : entry.primaryId)
    // A rename is written down among other changes, under the old id.
    const uid = known?.uid ?? this.#uidOfOld(place, entry.primaryId)
    const account = uid === undefined ? undefined : this.accountOf(place, uid)
    if (!account) return
    const at = this.sim.kernel.now
    this.sim.kernel.note(place.code, `${entry.primaryId}: ${entry.field ?? entry.what} by ${entry.by}${entry.what === "account_type" ? `, ${String(entry.from)} → ${String(entry.to)}` : ""}`)
    if (entry.by !== "api" && entry.by !== "job") account.edited.add(entry.field ?? entry.what)
    if (entry.what === "primary_id") {
      this.#renames.set(account.uid + place.code, this.#idsOf(account).add(String(entry.to).toLowerCase()))
    }
    if (entry.what === "removed") account.removed = true
    checkHistoryEntry(this, account, entry)
    this.pickups.changed(account, entry)
    if (entry.what === "account_type") account.stretches.push({ from: at, type: String(entry.to), by: entry.by, requestId: entry.requestId })
  }

  #uidOfOld(place: Place, primaryId: string): string | undefined {
    const id = primaryId.toLowerCase()
    for (const account of this.#accounts.values()) if (account.place === place && this.#idsOf(account).has(id)) return account.uid
    return undefined
  }

  /** Whom the path names; also somebody who has been deleted meanwhile. */
  #uidOf(place: Place, { path }: HttpRequest): string | null {
    const id = /^\/almaws\/v1\/users\/([^/?]+)(?:\?|$)/.exec(path)?.[1]
    if (id === undefined) return null
    const named = decodeURIComponent(id)
    return place.alma.store.resolve(named)?.uid ?? this.#uidOfOld(place, named) ?? null
  }

  #onCommit(changes: Change[]): void {
    checkAudit(this, changes)
    checkFences(this, changes)
    for (const { model, before, after } of changes) {
      if (model === "hold" && !after && before?.intendedAt) this.fail("10 no hold is removed", String(before.primaryId))
      if (model === "outage" && after?.state === "closed" && before && before.state !== "closed") checkClosing(this, after)
    }
  }

  /** Whether Lantern itself put the person into this set, as the requests tell. */
  isOurMember(account: Account, setId: string): boolean {
    const ids = this.#idsOf(account)
    return this.sent.some((sent) => {
      if (sent.place !== account.place || sent.request.method !== "POST" || !sent.request.path.includes(`/sets/${setId}?`)) return false
      const body = JSON.parse(sent.request.body ?? "{}") as { members?: { member?: { id: string }[] } }
      return (body.members?.member ?? []).some((member) => ids.has(member.id.toLowerCase()))
    })
  }

  /** Whether somebody else put the person into the set that this run worked on. */
  isStranger(account: Account, runRequestId: string): boolean {
    const sent = this.byRequest.get(runRequestId)
    if (sent?.kind !== "run") return false
    const setId = setIdOf(sent.request)
    return setId !== null && !this.isOurMember(account, setId)
  }

  async atEnd(): Promise<void> {
    await checkEnd(this)
  }
}

/** The set that a start of the job names. */
function setIdOf(request: HttpRequest): string | null {
  const { parameter = [] } = JSON.parse(request.body ?? "{}") as { parameter?: { name: { value: string }; value: string }[] }
  return parameter.find((each) => each.name.value === "set_id")?.value ?? null
}

function kindOf({ method, path }: HttpRequest): Sent["kind"] {
  const user = /^\/almaws\/v1\/users\/[^/?]+(\?|$)/.test(path)
  if (user && method === "GET") return "read"
  if (user && method === "PUT") return "put"
  if (path.includes("op=auth")) return "auth"
  return path.includes("op=run") ? "run" : "other"
}

/** The JSON of an answer the client was given; null when it was given none. */
export function bodyOf(exchange: Exchange | null): Record<string, unknown> | null {
  if (exchange?.kind !== "answer" || exchange.status >= 300) return null
  try {
    return JSON.parse(exchange.body) as Record<string, unknown>
  } catch {
    return null
  }
}
