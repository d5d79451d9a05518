import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import type { OriginalFacts } from "@/lib/domain/account-facts"
import { isExternalIdUnknown } from "@/lib/domain/account-facts"
import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { afterExternalRead, quietFromAt } from "@/lib/domain/closing"
import { changedFields, returnBody, segmentsDiffer } from "@/lib/domain/merge-user"
import { failureSentence, returnSteps } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import { openOriginal } from "@/lib/services/original-facts"
import type { HeldRead } from "./read-held"
import { readHeld } from "./read-held"
import type { StepContext } from "./step-context"
import { backOffSeconds, secondsFrom, writeWithinMs } from "./step-context"
import { delaySeconds, needsPerson, settleUnread } from "./unread"

type Seen = Extract<HeldRead, { kind: "seen" }>

/** After this many PUTs that came to nothing a person is asked; the tries go on all the same. */
const TRIES_BEFORE_A_PERSON = 4

/**
 * One step on the way back to External: read; if it is Internal by our doing, write the target and
 * read back; if it is External, count the read until the quiet period has proved it.
 */
export async function returnStep(ctx: StepContext, claimed: Hold): Promise<void> {
  // Watched External already: whoever is still to be returned goes first.
  const read = await readHeld(ctx, claimed, claimed.state === "external_watching" ? "watch" : "change")
  if (read.kind !== "seen") return settleUnread(ctx, claimed, read)
  const { facts, hold } = read
  if (facts.accountType === "EXTERNAL") return externalSeen(ctx, read)
  if (hold.intendedAt === null || hold.original === null) {
    return needsPerson(ctx, hold, "Internal, but not by Lantern: it is not returned. Look at it in Alma.", 60, seenNow(read))
  }
  if (facts.accountType !== "INTERNAL") {
    return needsPerson(ctx, hold, `The account type is “${facts.accountType}”, which Lantern leaves alone.`, 60, seenNow(read))
  }
  const original = openOriginal(ctx, hold)
  if (isExternalIdUnknown(original)) return needsPerson(ctx, hold, NO_EXTERNAL_ID, 60, seenNow(read))
  return sendReturn(ctx, read, original)
}

const NO_EXTERNAL_ID =
  "Nobody wrote down the external id that this account had before, so Lantern doesn't return it. Ask whoever loads users into Alma for it, and return the account by hand."


async function sendReturn(ctx: StepContext, read: Seen, original: OriginalFacts): Promise<void> {
  const { hold } = read
  const frame = auditFrame(ctx, hold.institutionId)
  const attempts = hold.attempts + 1
  const body = returnBody(read.user, original)
  const at = ctx.clock()
  // Who waits for a person stays on the first page, with the reason, until a try has succeeded.
  const told = hold.state === "needs_person"
  const state = told ? hold.state : "returning"
  const intentId = await commitHold(ctx.db, frame, hold, {
    patch: { state, attempts, externalReads: 0, quietFrom: at, dueAt: secondsFrom(at, 5), ...(!told && { reason: null }) },
    only: { desired: "external", intendedAt: { not: null } },
    observed: { ...seenNow(read), purpose: "before_return", keep: hold.observedType !== read.facts.accountType },
    intent: { kind: "return" },
    release: false,
  })
  const moved: Hold = { ...hold, state, attempts, externalReads: 0, quietFrom: at }
  const answer = await ctx.alma.putUser(hold.primaryId, body, {
    startWithinMs: writeWithinMs(ctx, read.at),
  })
  if (answer.kind !== "ok") return returnNotSure(ctx, moved, intentId!, original, answer)
  const differences = changedFields(body, answer.value)
  const readBack = await readHeld(ctx, moved, "write")
  if (readBack.kind !== "seen") return settleUnread(ctx, moved, readBack)
  if (readBack.facts.accountType === "EXTERNAL") return externalSeen(ctx, readBack, { intentId: intentId!, differences })
  return nothingChanged(ctx, readBack, intentId!, original)
}

/** The PUT wasn't answered with a 200: refused, not sent, or applied perhaps. */
async function returnNotSure(
  ctx: StepContext,
  hold: Hold,
  intentId: string,
  original: OriginalFacts,
  answer: Exclude<AlmaOutcome<AlmaUser>, { kind: "ok" }>,
): Promise<void> {
  const frame = auditFrame(ctx, hold.institutionId)
  const now = ctx.clock()
  if (answer.kind === "unknown") {
    const stuck = hold.attempts >= TRIES_BEFORE_A_PERSON
    await commitHold(ctx.db, frame, hold, {
      patch: {
        quietFrom: now,
        reason: stuck ? `${failureSentence(answer)} ${byHand(hold, original)}` : failureSentence(answer),
        dueAt: secondsFrom(now, backOffSeconds(hold.attempts, stuck ? 120 : 30)),
        ...(stuck && { state: "needs_person" as const }),
      },
      settle: { intentId, state: "unknown" },
      release: true,
    })
    return
  }
  const error = "error" in answer ? answer.error : { code: answer.kind, message: answer.detail, trackingId: null }
  const refused = answer.kind === "refused" || answer.kind === "unauthorized"
  // Vault keeps what it can't revoke and lists it; so do we, and the tries never end.
  const wait = refused ? Math.max(10, backOffSeconds(hold.attempts, 300)) : delaySeconds(answer, hold.attempts)
  const reason = refused ? `${failureSentence(answer)} ${byHand(hold, original)}` : failureSentence(answer)
  await commitHold(ctx.db, frame, hold, {
    patch: { reason, dueAt: secondsFrom(now, wait), ...(refused && { state: "needs_person" as const }) },
    settle: { intentId, state: "refused", error },
    release: true,
  })
}

/** Alma said 200 and the account is still Internal: not applied, whatever the answer said. */
async function nothingChanged(ctx: StepContext, read: Seen, intentId: string, original: OriginalFacts): Promise<void> {
  const { hold } = read
  const now = ctx.clock()
  const stuck = hold.attempts >= TRIES_BEFORE_A_PERSON
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: {
      state: stuck ? "needs_person" : "returning",
      reason: stuck
        ? `Alma accepts the change, but the account stays Internal. ${byHand(hold, original)}`
        : "Alma accepted the change, but the account still reads Internal.",
      quietFrom: now,
      dueAt: secondsFrom(now, backOffSeconds(hold.attempts, 120)),
    },
    observed: { ...seenNow(read), purpose: "after_return", keep: true },
    settle: { intentId, state: "unknown" },
    release: true,
  })
}

async function externalSeen(
  ctx: StepContext,
  read: Seen,
  write?: { intentId: string; differences: string[] },
): Promise<void> {
  const { hold, facts, at } = read
  const original = hold.original === null ? null : openOriginal(ctx, hold)
  // One that nobody wrote down can't be compared; an empty one is wrong whatever it was.
  const unknown = original !== null && isExternalIdUnknown(original)
  if (original && (unknown ? facts.externalId === "" : facts.externalId !== original.externalId)) {
    const has = facts.externalId === "" ? "is empty" : `is ${facts.externalId}`
    const reason = `The account is External, but its external id ${has}; ${unknown ? "nobody wrote down what it was" : `it was ${original.externalId}`}. Alma does not let Lantern set it (401858). Until it is back, the campus feed leaves this account out.`
    return needsPerson(ctx, hold, reason, 30, seenNow(read))
  }
  // Someone returned it by hand: the segments that it had before are ours to put back, once.
  if (original && !write && segmentsDiffer(read.user, original) && (await neverWritten(ctx, hold))) {
    return sendReturn(ctx, read, original)
  }
  const quietFrom = quietFromAt(hold, { at, isReadBack: write !== undefined })
  const externalReads = hold.externalReads + 1
  const next = afterExternalRead({ externalReads, quietFrom }, at, ctx.settings.quietSeconds)
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: {
      state: next.state,
      reason: null,
      attempts: 0,
      externalReads,
      quietFrom,
      dueAt: next.state === "returned" ? next.sweepAt : next.readAgainAt,
      ...(next.state === "returned" && { returnedAt: at }),
    },
    only: { desired: "external" },
    observed: { ...seenNow(read), purpose: "after_return", keep: true },
    ...(write && { settle: { intentId: write.intentId, state: "applied" as const } }),
    ...(write && write.differences.length > 0 && {
      audit: [{ action: "hold.alma_changed_fields", detail: { fields: write.differences } }],
    }),
    release: true,
  })
}

/** Whether no return of ours has been sent since the account was switched. */
async function neverWritten(ctx: StepContext, hold: Hold): Promise<boolean> {
  if (hold.intendedAt === null) return false
  const since = { gte: hold.intendedAt }
  return (await ctx.db.intent.count({ where: { holdId: hold.id, kind: "return", createdAt: since } })) === 0
}

function seenNow(read: Seen) {
  return { accountType: read.facts.accountType, externalId: read.facts.externalId, at: read.at }
}

function byHand(hold: Hold, original: OriginalFacts): string {
  return `By hand: ${returnSteps(hold.primaryId, original.externalId).slice(1, 4).join(" ")}`
}
