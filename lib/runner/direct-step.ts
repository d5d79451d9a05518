import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { directSwitchBody } from "@/lib/domain/merge-user"
import { failureSentence } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import type { Seen } from "./read-for-switch"
import { originalToKeep, readForSwitch, seenNow } from "./read-for-switch"
import { readHeld } from "./read-held"
import type { StepContext } from "./step-context"
import { WATCH_SECONDS, backOffSeconds, secondsFrom, writeWithinMs } from "./step-context"
import { delaySeconds, needsPerson, settleUnread } from "./unread"
import { watchPace } from "./watch-pace"

const TRIES_BEFORE_A_PERSON = 3
/** What the first account shows wakes the others; this is for when its worker dies. */
const WAIT_FOR_PROOF_SECONDS = 20
const WRONG_ROUTE = "This Alma does not take the direct way to Internal (401859). Use the job route, or switch by hand."

/**
 * The direct way in: one PUT. Alma documents that it refuses this, so until one account has shown
 * the opposite, a single account goes first and the others wait for what it shows.
 */
export async function directStep(ctx: StepContext, claimed: Hold): Promise<void> {
  const turn = claimed.state === "waiting" ? await turnOf(ctx, claimed) : "now"
  if (turn === "never") return needsPerson(ctx, claimed, WRONG_ROUTE, WATCH_SECONDS)
  if (turn === "later") {
    await commitHold(ctx.db, auditFrame(ctx, claimed.institutionId), claimed, {
      patch: { dueAt: secondsFrom(ctx.clock(), WAIT_FOR_PROOF_SECONDS) },
      release: true,
    })
    return
  }
  const ready = await readForSwitch(ctx, claimed)
  if (!ready) return
  const { read } = ready
  const { hold } = read
  if (ready.kind === "internal") return nowInternal(ctx, read)
  if (hold.attempts >= TRIES_BEFORE_A_PERSON) {
    return needsPerson(ctx, hold, "Alma accepts the change, but the account stays External. Switch it by hand.", 20, seenNow(read))
  }
  await sendSwitch(ctx, read)
}

async function sendSwitch(ctx: StepContext, read: Seen): Promise<void> {
  const { hold, facts } = read
  const frame = auditFrame(ctx, hold.institutionId)
  const at = ctx.clock()
  const intentId = await commitHold(ctx.db, frame, hold, {
    patch: {
      state: "switching",
      original: await originalToKeep(ctx, hold, facts),
      intendedAt: hold.intendedAt ?? at,
      quietFrom: at,
      attempts: hold.attempts + 1,
      reason: null,
      dueAt: secondsFrom(at, 5),
    },
    only: { desired: "internal" },
    observed: { ...seenNow(read), purpose: "before_switch", keep: true },
    intent: { kind: "switch_direct" },
    release: false,
  })
  const moved: Hold = { ...hold, state: "switching", intendedAt: hold.intendedAt ?? at, attempts: hold.attempts + 1, quietFrom: at }
  const answer = await ctx.alma.putUser(hold.primaryId, directSwitchBody(read.user), {
    startWithinMs: writeWithinMs(ctx, read.at),
  })
  if (answer.kind === "ok") {
    const back = await readHeld(ctx, moved, "write")
    if (back.kind !== "seen") return settleUnread(ctx, moved, back)
    if (back.facts.accountType === "INTERNAL") return nowInternal(ctx, back, intentId!)
    return lookAgain(ctx, moved, intentId!, "Alma accepted the change, but the account still reads External.", 1)
  }
  if (answer.kind === "unknown") {
    return lookAgain(ctx, moved, intentId!, failureSentence(answer), backOffSeconds(moved.attempts, 30))
  }
  const error = "error" in answer ? answer.error : { code: answer.kind, message: answer.detail, trackingId: null }
  const final = answer.kind === "refused" || answer.kind === "unauthorized"
  const reason = error.code === "401859" ? WRONG_ROUTE : failureSentence(answer)
  await commitHold(ctx.db, frame, moved, {
    patch: final
      ? { state: "needs_person", reason, dueAt: secondsFrom(ctx.clock(), WATCH_SECONDS) }
      : { state: "waiting", reason, attempts: hold.attempts, dueAt: secondsFrom(ctx.clock(), delaySeconds(answer, hold.attempts)) },
    settle: { intentId: intentId!, state: "refused", error },
    release: true,
  })
  if (reason === WRONG_ROUTE) await wakeOthers(ctx, moved)
}

/** The first account has shown whether the direct way works: those who wait for that need wait no longer. */
async function wakeOthers(ctx: StepContext, hold: Hold): Promise<void> {
  await ctx.db.hold.updateMany({
    where: { outageId: hold.outageId, desired: "internal", state: "waiting", intendedAt: null },
    data: { dueAt: ctx.clock() },
  })
}

async function lookAgain(ctx: StepContext, hold: Hold, intentId: string, reason: string, seconds: number): Promise<void> {
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { reason, dueAt: secondsFrom(ctx.clock(), seconds), quietFrom: ctx.clock() },
    settle: { intentId, state: "unknown" },
    release: true,
  })
}

async function nowInternal(ctx: StepContext, read: Seen, intentId?: string): Promise<void> {
  const { hold, at } = read
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { state: "internal", reason: null, attempts: 0, dueAt: secondsFrom(at, (await watchPace(ctx)).watch) },
    only: { desired: "internal" },
    observed: { ...seenNow(read), purpose: "after_switch", keep: true },
    ...(intentId && { settle: { intentId, state: "applied" as const } }),
    release: true,
  })
  // A proof says at its end, by more than this, whether the way is proved; it has nobody waiting.
  const isProof = async () => (await ctx.db.routeProof.count({ where: { outageId: hold.outageId } })) > 0
  if (ctx.institution.directProvedAt === null && !(await isProof())) {
    await ctx.db.institution.update({ where: { id: hold.institutionId }, data: { directProvedAt: at } })
    await wakeOthers(ctx, hold)
  }
}

/** Until the direct way is proved, only the first of those who wait may try it; after its refusal nobody does. */
async function turnOf(ctx: StepContext, hold: Hold): Promise<"now" | "later" | "never"> {
  const institution = await ctx.db.institution.findUniqueOrThrow({ where: { id: hold.institutionId } })
  if (institution.directProvedAt !== null) return "now"
  // One read: between two of them the first account could go from "switching" to refused unseen.
  const tried = await ctx.db.hold.findMany({
    where: { outageId: hold.outageId, desired: "internal", state: { in: ["waiting", "switching", "needs_person"] } },
    select: { id: true, state: true, reason: true },
    orderBy: { id: "asc" },
  })
  if (tried.some((one) => one.state === "needs_person" && one.reason === WRONG_ROUTE)) return "never"
  if (tried.some((one) => one.state === "switching")) return "later"
  const first = tried.find((one) => one.state === "waiting")
  return first === undefined || first.id === hold.id ? "now" : "later"
}
