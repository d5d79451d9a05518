import { setTimeout as delay } from "node:timers/promises"
import type { Hold, Institution } from "@/lib/db/generated/client"
import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { HandTask } from "@/lib/domain/hand-task"
import { wantedType } from "@/lib/domain/hand-task"
import type { HandCheckView } from "@/lib/domain/hand-views"
import { failureSentence } from "@/lib/domain/sentences"
import type { ServiceContext } from "./context"
import { readAccountNow } from "./try-again"

/** A person waits at the card; a worker that runs answers in a second or two. */
const WAIT_MS = 12_000
const LOOK_MS = 150

/**
 * "Done, check it": asks the runner to read the account now and waits for what it saw. The person's
 * word decides nothing here: only what Alma says does.
 * @throws AppError `not_found`, `not_allowed`
 */
export async function checkByHand(ctx: ServiceContext, input: { outageId: string; holdId: string }): Promise<HandCheckView> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  const found = await ctx.db.hold.findFirst({ where: { id: input.holdId, outageId: outage.id } })
  if (!found) throw new AppError("not_found", "There is no such account on this outage.")
  const task = found.desired === "external" ? "return" : "switch"
  const until = Date.now() + WAIT_MS
  for (;;) {
    const read = await readOnce(ctx, found.id, until)
    if (read === "late") return { kind: "no_answer", sentence: NO_WORKER }
    if (read !== "failed") return answered(ctx, read, task)
    const why = await whyUnread(ctx, outage.institution)
    if (why.kind !== "again") return why
    // Somebody else's work came between; the key can read, so it is asked once more.
    if (Date.now() > until) return { kind: "no_answer", sentence: NO_WORKER }
  }
}

/** Whether the key may read users at all now: then a person's word alone closes nothing. */
export async function keyReadsUsers(ctx: ServiceContext, institution: Institution): Promise<boolean> {
  const answer = await ctx.almaFor(institution).canReadUsers()
  return !(answer.kind === "unauthorized" || answer.kind === "refused" || (answer.kind === "ok" && !answer.value))
}

const NO_WORKER = "Lantern has not read the account yet. It goes on by itself: check again in a minute."

/** The account after a read that began after this call; "failed" when Alma told nothing. */
async function readOnce(ctx: ServiceContext, holdId: string, until: number): Promise<Hold | "failed" | "late"> {
  // A read under way may have begun before the person was done: it is waited out.
  const before = await whenIdle(ctx, holdId, until, () => true)
  if (before === null) return "late"
  await readAccountNow(ctx, before)
  const after = await whenIdle(ctx, holdId, until, (hold) => hold.fence > before.fence)
  if (after === null) return "late"
  return after.observedAt?.getTime() === before.observedAt?.getTime() ? "failed" : after
}

async function whenIdle(ctx: ServiceContext, id: string, until: number, also: (hold: Hold) => boolean): Promise<Hold | null> {
  for (;;) {
    const hold = await ctx.db.hold.findUniqueOrThrow({ where: { id } })
    const idle = hold.leaseUntil === null || hold.leaseUntil.getTime() < Date.now()
    if (idle && also(hold)) return hold
    if (Date.now() > until) return null
    await delay(LOOK_MS)
  }
}

/** A card that is done is nobody's any more: the way back may be another person's. */
async function answered(ctx: ServiceContext, hold: Hold, task: HandTask): Promise<HandCheckView> {
  const view = judged(hold, task)
  if (view.kind === "proved") {
    await ctx.db.hold.updateMany({ where: { id: hold.id }, data: { handBy: null, handById: null, handUntil: null } })
  }
  return view
}

function judged(hold: Hold, task: HandTask): HandCheckView {
  const wanted = wantedType(task)
  const at = hold.observedAt!.toISOString()
  // Whoever is External with a wrong external id, say, still needs a person.
  if (hold.observedType === wanted && hold.state !== "needs_person") return { kind: "proved", observed: wanted, at }
  if (hold.observedType !== wanted) {
    const says = hold.observedType === "EXTERNAL" ? "External" : hold.observedType === "INTERNAL" ? "Internal" : `“${hold.observedType}”`
    const should = wanted === "INTERNAL" ? "Internal" : "External"
    return { kind: "different", sentence: `Alma says ${says}; it should say ${should}. See that Save was pressed, then check again.` }
  }
  return { kind: "different", sentence: hold.reason ?? "The account is not as it should be yet." }
}

async function whyUnread(ctx: ServiceContext, institution: Institution): Promise<HandCheckView | { kind: "again" }> {
  const answer = await ctx.almaFor(institution).canReadUsers()
  if (answer.kind === "unauthorized" || answer.kind === "refused" || (answer.kind === "ok" && !answer.value)) return { kind: "cant_read" }
  return answer.kind === "ok" ? { kind: "again" } : { kind: "no_answer", sentence: failureSentence(answer) }
}
