import { setTimeout as delay } from "node:timers/promises"
import type { Hold } from "@/lib/db/generated/client"
import { AppError } from "@/lib/domain/errors"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { tryAllAgain } from "@/lib/services/try-all-again"
import { isOfDatabase, type Cell } from "./cell"
import { BYSTANDER } from "./steps"

/** What a cell is given until a phase must have come to its end; a machine with others on it is slow. */
const PHASE_SECONDS = 900

export interface JourneyOptions {
  /** Leaves out the late sweeps, to show that the judge sees it. */
  sweeps?: boolean
  /** Done once everybody is Internal, before the end. */
  whenInternal?: (cell: Cell) => Promise<void>
}

/** One outage from declaring to closed, as people go through it, with the fault in its place. */
export async function travel(cell: Cell, options: JourneyOptions = {}): Promise<void> {
  await cell.declare()
  await travelOn(cell, options)
}

export async function travelOn(cell: Cell, options: JourneyOptions = {}): Promise<void> {
  await switching(cell)
  await options.whenInternal?.(cell)
  await pickUp(cell)
  await returning(cell)
  if (options.sweeps !== false) await sweeping(cell)
}

const isAt = (hold: Hold, states: Hold["state"][]) => states.includes(hold.state)

export async function switching(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  const { outageId } = cell
  cell.arm("switch")
  if (!(await persist(cell, () => switchAccounts(ctx, { outageId })))) return void cell.faults.push("the switch was never taken")
  if (cell.step.phase === "switch" && cell.strike.endAtOnce) {
    if (!(await cell.until(() => cell.hasStruck, 300))) cell.faults.push("never struck")
    return
  }
  const settled = (holds: Hold[]) => holds.every((hold) => hold.desired !== "internal" || isAt(hold, ["internal", "collected", "needs_person"]))
  const active = () => ctx.db.jobRun.count({ where: { outageId, state: { notIn: ["done", "cancelled"] } } })
  const done = async (holds: Hold[]) => settled(holds) && cell.isOver && (await active()) === 0
  if (!(await cell.until(done, PHASE_SECONDS))) cell.faults.push("switching never came to rest")
  for (let tries = 0; tries < 2; tries++) {
    const failed = (await patiently(() => cell.holds())).filter((hold) => hold.state === "needs_person" && hold.desired === "internal")
    if (failed.length === 0) return
    await calm(cell, () => tryAllAgain(ctx, { outageId, holdIds: failed.map((hold) => hold.id) }))
    await delay(300)
    await cell.until(done, PHASE_SECONDS)
  }
}

export async function pickUp(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  const hold = await patiently(() => cell.hold())
  if (!isAt(hold, ["internal", "collected"])) return
  const issued = await persist(cell, () => issueCodes(ctx, { outageId: cell.outageId, holdIds: [hold.id], kind: "slip" }))
  if (!issued) return
  const code = issued[0]!.code
  cell.arm("pickup")
  const early = cell.step.phase === "pickup" && cell.strike.endAtOnce
  const redeemed = redeem(cell, code)
  if (early) {
    await cell.until(() => cell.hasStruck, 300)
    await persist(cell, () => endOutage(ctx, { outageId: cell.outageId }))
  }
  await redeemed
}

/** A person at the pick-up page: tries again while it says that the code is good, and asks for help when it doesn't. */
async function redeem(cell: Cell, code: string): Promise<void> {
  const { ctx } = cell.place
  const pickup = { ...ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
  for (let tries = 0; tries < 12; tries++) {
    const hold = await cell.hold().catch(() => null)
    const input = { primaryId: hold?.primaryId ?? cell.target, code, address: `10.0.0.${cell.institution.code}` }
    try {
      const { password, userName } = await redeemCode(pickup, input)
      cell.shown = { password, worked: cell.alma.passwordWorks(userName, password) }
      return
    } catch (error) {
      const said = error instanceof AppError ? error.message : "unexpected"
      if (!(error instanceof AppError) && !isOfDatabase(error)) throw error
      cell.refusals.push(said)
      const good = said.includes("still good")
      await checkCode(cell, hold?.id, good)
      if (!good && error instanceof AppError) return
    }
    await cell.tend()
    await delay(700)
  }
}

/** “Your code is still good” must be true, and a code that is burned must have had a reason to be. */
async function checkCode(cell: Cell, holdId: string | undefined, saidGood: boolean): Promise<void> {
  if (!holdId || !saidGood) return
  const code = await cell.place.ctx.db.pickupCode.findFirst({ where: { holdId }, orderBy: { createdAt: "desc" } }).catch(() => null)
  const outage = await cell.place.ctx.db.outage.findUnique({ where: { id: cell.outageId } }).catch(() => null)
  if (code && outage?.endedAt === null && code.state !== "live") cell.faults.push(`the code was said to be good and is ${code.state}`)
}

export async function returning(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  const { outageId } = cell
  cell.arm("return")
  if (!(await persist(cell, () => endOutage(ctx, { outageId })))) cell.faults.push("the end was never taken")
  const closed = async () => {
    await byPerson(cell)
    return (await ctx.db.outage.findUniqueOrThrow({ where: { id: outageId } })).state === "closed"
  }
  if (!(await cell.until(closed, PHASE_SECONDS + 2 * cell.place.ctx.settings.quietSeconds))) {
    const open = (await patiently(() => cell.holds())).filter((hold) => !isAt(hold, ["returned", "left_alone"]))
    cell.faults.push(`never closed: ${open.map((hold) => `${hold.primaryId} ${hold.state} ${hold.reason ?? ""}`).join("; ")}`)
  }
  await cell.landed()
}

/** What a person does about accounts that need one: the gone are accepted, a stranger is put right by hand. */
async function byPerson(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  for (const hold of await cell.holds()) {
    if (hold.state !== "needs_person" || hold.desired !== "external" || hold.acceptedAt !== null) continue
    if (cell.isOver && /finds nobody/.test(hold.reason ?? "") && cell.alma.user(hold.primaryId) === undefined) {
      await calm(cell, () => acceptUnresolved(ctx, { outageId: cell.outageId, holdId: hold.id, reason: "Deleted in Alma; the registrar knows." }))
    }
    const stranger = hold.primaryId === BYSTANDER && cell.strike.strangerMayChange === BYSTANDER
    if (stranger && hold.observedType === "INTERNAL") cell.alma.setUser(cell.before.get(BYSTANDER)!, "admin")
  }
}

/** An hour later, a day later, a week later: each time the sweep is due now. */
export async function sweeping(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  cell.arm("sweep")
  const due = await patiently(() => ctx.db.hold.updateMany({ where: { outageId: cell.outageId, state: "returned" }, data: { dueAt: new Date(0) } }))
  if (due.count === 0) return
  await ctx.wake(cell.institution.id)
  const swept = async (holds: Hold[]) => {
    await ctx.db.$executeRaw`
      update "Hold" set "dueAt" = clock_timestamp()
      where "outageId" = ${cell.outageId}::uuid and "state" = 'returned' and "sweeps" = 0 and "dueAt" > clock_timestamp() + interval '4 seconds'
        and ("leaseUntil" is null or "leaseUntil" < clock_timestamp())`
    await ctx.wake(cell.institution.id)
    return cell.isOver && holds.every((hold) => hold.state !== "returned" || hold.sweeps > 0)
  }
  if (!(await cell.until(swept, PHASE_SECONDS))) cell.faults.push("never swept")
  await returnedAgain(cell)
}

/** A sweep that found somebody Internal opens the outage again: it must close once more. */
async function returnedAgain(cell: Cell): Promise<void> {
  const closed = async () => {
    await byPerson(cell)
    return (await cell.place.ctx.db.outage.findUniqueOrThrow({ where: { id: cell.outageId } })).state === "closed"
  }
  if (!(await cell.until(closed, PHASE_SECONDS + 2 * cell.place.ctx.settings.quietSeconds))) cell.faults.push("opened again and never closed")
}

/** A person who is refused calmly tries again a moment later. @returns null when it never worked */
async function persist<T>(cell: Cell, work: () => Promise<T>): Promise<T | null> {
  for (let tries = 0; tries < 60; tries++) {
    try {
      return (await work()) ?? (true as T)
    } catch (error) {
      if (!(error instanceof AppError) && !isOfDatabase(error)) throw error
      if (!(error instanceof AppError)) cell.refusals.push("unexpected")
    }
    await cell.tend()
    await delay(500)
  }
  return null
}

/** Our own questions wait until the database is there. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries > 60 || !isOfDatabase(error)) throw error
      await delay(1_000)
    }
  }
}

async function calm(cell: Cell, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) && !isOfDatabase(error)) throw error
  }
}
