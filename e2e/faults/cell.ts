import { setTimeout as delay } from "node:timers/promises"
import type { Hold, Institution } from "@/lib/db/generated/client"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { AppError } from "@/lib/domain/errors"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { practicePeople } from "@/lib/practice/people"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"
import type { KeyRights } from "@/lib/practice/types"
import { addInstitution } from "@/lib/services/add-institution"
import { declareOutage } from "@/lib/services/declare-outage"
import { setInstitution } from "@/lib/services/set-institution"
import { setJobPayload } from "@/lib/services/set-job-payload"
import type { FaultLantern } from "./lantern"
import type { Strike } from "./row"
import { OTHERS, TARGET, WAS_INTERNAL, type Phase, type Step } from "./steps"

const FULL: KeyRights = { read: true, write: true, conf: true, confWrite: true }
/** A fault that stays is mended this long after it first struck. */
const MENDED_AFTER_MS = 4_000
/** Due times further away than this are waits, which are passed by moving them. */
const WAIT_SECONDS = 8

let serial = 0
const PEOPLE = practicePeople()

export interface Shown {
  password: string
  worked: boolean
}

/** One institution with its own Alma, on which one fault strikes one step. */
export class Cell {
  readonly staff: string[]
  readonly before: Map<string, AlmaUser | undefined>
  outageId = ""
  shown: Shown | null = null
  /** What a pick-up was refused with, in order. */
  refusals: string[] = []
  /** What the judge must know that no record tells. */
  faults: string[] = []
  /** Whether waits were passed by moving their time. */
  hurried = false
  #armedAt = 0
  #struckAt = 0
  #mended = false
  #keyChanged = false
  #givenUp = false

  private constructor(
    readonly place: FaultLantern,
    readonly alma: PracticeAlma,
    readonly institution: Institution,
    readonly step: Step,
    readonly strike: Strike,
    private readonly keys: Record<string, KeyRights>,
  ) {
    this.staff = [this.target, ...OTHERS]
    const all = alma.users().map((user) => String(user.primary_id))
    this.before = new Map(all.map((id) => [id, alma.user(id)]))
  }

  get target(): string {
    return this.strike.target ?? TARGET
  }

  static async open(place: FaultLantern, step: Step, strike: Strike): Promise<Cell> {
    serial += 1
    const code = `F${serial.toString(36)}`.toUpperCase()
    const keys = { l8xxfaults00000000000000000000000: FULL }
    const alma = await startPracticeAlma({
      jobMs: 300, ratePerSecond: 0, directAllowed: step.route === "direct", people: PEOPLE, keys, seed: serial,
      institution: { value: `01${code}`, desc: `${code} College` },
      jobLimits: { running: 10, startsPerHour: 50 },
    })
    if (strike.bigNote) alma.editUser(strike.target ?? TARGET, (user) => withBigNote(user, strike.bigNote!), "sis")
    const { ctx } = place
    ctx.settings.allowHosts.push(new URL(alma.url).host)
    await addInstitution(ctx, {
      code, name: `${code} College`, apiUrl: alma.url, apiKey: alma.apiKey, loginUrl: `${alma.url}/mng/login?auth=local`, route: step.route, rate: 50,
    })
    if (step.route === "job") await setJobPayload(ctx, { institution: code, text: practiceJobPayload() })
    const institution = await ctx.db.institution.findUniqueOrThrow({ where: { code } })
    return new Cell(place, alma, institution, step, strike, keys)
  }

  async close(): Promise<void> {
    await this.place.forget(this.institution.id)
    await this.alma.close()
  }

  async declare(): Promise<void> {
    const text = [...this.staff, WAS_INTERNAL].join("\n")
    this.outageId = await declareOutage(this.place.ctx, { institution: this.institution.code, reason: "Sign-on is down", hours: 4, text })
  }

  /** The fault is there from now on, when this is its phase. */
  arm(phase: Phase): void {
    if (phase !== this.step.phase) return
    this.#armedAt = Date.now()
    this.alma.faults.add(...(this.strike.rules ?? []))
    this.place.wireTo(this.institution).add(...(this.strike.wire ?? []))
  }

  get hasStruck(): boolean {
    if (this.#armedAt === 0) return false
    const own = this.strike.wire
      ? this.place.wireTo(this.institution).struck > 0
      : this.alma.requests().some((one) => one.fault !== null && (this.step.asked !== "auth" || one.op === "auth"))
    if (own && this.#struckAt === 0) this.#struckAt = Date.now()
    return own
  }

  /** Nothing more will come of itself: what lasts was mended, or the fault was of one moment. */
  get isOver(): boolean {
    return !this.strike.untilMended || this.#mended || this.#armedAt === 0
  }

  /** Mends what lasts, as IT or Alma's operator would, and replaces the key where that is the fault. */
  async tend(): Promise<void> {
    const struck = this.hasStruck
    if (struck && this.strike.newKey && !this.#keyChanged) await this.#replaceKey()
    if (!struck || this.isOver || Date.now() - this.#struckAt < MENDED_AFTER_MS) return
    this.alma.faults.clear()
    this.place.wireTo(this.institution).clear()
    this.#mended = true
  }

  /** Nobody waits for what is going on any more. */
  giveUp(): void {
    this.#givenUp = true
  }

  async landed(): Promise<void> {
    if (!this.strike.landsWithinMs || this.#struckAt === 0) return
    await delay(Math.max(0, this.#struckAt + this.strike.landsWithinMs - Date.now()))
  }

  holds(): Promise<Hold[]> {
    return this.place.ctx.db.hold.findMany({ where: { outageId: this.outageId } })
  }

  async hold(primaryId = this.target): Promise<Hold> {
    const holds = await this.holds()
    const key = primaryId.toLowerCase()
    const found = holds.find((hold) => hold.primaryIdKey === key) ?? holds.find((hold) => hold.primaryIdKey.startsWith(key))
    if (!found) throw new Error(`No hold of ${primaryId}`)
    return found
  }

  /**
   * Looks until it is so, tending the fault and passing waits. @returns false when it never was
   */
  async until(what: (holds: Hold[]) => boolean | Promise<boolean>, seconds: number): Promise<boolean> {
    const deadline = Date.now() + seconds * 1000
    let round = 0
    for (;;) {
      await this.tend()
      try {
        if (await what(await this.holds())) return true
        // Not at once: what is due in a moment comes by itself.
        if (this.isOver && ++round % 8 === 0) await this.passWaits()
      } catch (error) {
        if (!isOfDatabase(error)) throw error
      }
      if (Date.now() > deadline) return false
      if (this.#givenUp) {
        this.#givenUp = false
        return true
      }
      await delay(250)
    }
  }

  /** A wait of minutes is passed by moving its time; the quiet period never is. */
  async passWaits(): Promise<void> {
    const { db } = this.place.ctx
    const institutionId = this.institution.id
    const moved = await db.$executeRaw`
      update "Hold" set "dueAt" = clock_timestamp()
      where "institutionId" = ${institutionId}::uuid and "dueAt" > clock_timestamp() + make_interval(secs => ${WAIT_SECONDS})
        and "state" not in ('returned', 'external_watching', 'left_alone') and ("leaseUntil" is null or "leaseUntil" < clock_timestamp())
        and ("desired" = 'external' or "state" in ('waiting', 'switching', 'needs_person'))`
    const runs = await db.$executeRaw`
      update "JobRun" set "dueAt" = clock_timestamp()
      where "institutionId" = ${institutionId}::uuid and "dueAt" > clock_timestamp() + make_interval(secs => ${WAIT_SECONDS})
        and "state" not in ('done', 'cancelled', 'start_sent')`
    const hung = this.strike.hangs
      ? await db.$executeRaw`
          update "JobRun" set "startSentAt" = "startSentAt" - interval '20 minutes', "dueAt" = clock_timestamp()
          where "institutionId" = ${institutionId}::uuid and "state" = 'running' and "polls" > 2`
      : 0
    const ahead = this.strike.clockAhead
      ? await db.$executeRaw`
          update "Hold" set "quietFrom" = least("quietFrom", clock_timestamp()), "dueAt" = clock_timestamp()
          where "institutionId" = ${institutionId}::uuid and "state" = 'external_watching' and "dueAt" > clock_timestamp() + interval '1 minute'`
      : 0
    if (moved + runs + hung + ahead === 0) return
    this.hurried = true
    await this.place.ctx.wake(institutionId)
  }

  async #replaceKey(): Promise<void> {
    this.#keyChanged = true
    const fresh = "l8xxfaultsnewkey0000000000000000"
    this.keys[fresh] = FULL
    await setInstitution(this.place.ctx, { institution: this.institution.code, apiKey: fresh })
    // The old one is deleted on the Developer Network a moment later.
    delete this.keys.l8xxfaults00000000000000000000000
  }
}

function withBigNote(user: AlmaUser, bytes: number): AlmaUser {
  const [first] = Array.isArray(user.user_note) ? (user.user_note as Record<string, unknown>[]) : []
  return { ...user, user_note: [{ ...first, note_text: "x".repeat(bytes) }] }
}

/** Errors of a database that is away for a while; everything else is worth failing for. */
export function isOfDatabase(error: unknown): boolean {
  return !(error instanceof AppError) && !(error instanceof TypeError) && !(error instanceof RangeError)
}
