import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { isExternalIdUnknown, originalFacts } from "@/lib/domain/account-facts"
import type { failureSentence } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import { recoverPickup } from "@/lib/services/recover-pickup"
import { openOriginal, sealOriginal } from "@/lib/services/original-facts"
import type { Seen } from "./read-for-switch"
import { readHeld } from "./read-held"
import type { StepContext } from "./step-context"
import { secondsFrom } from "./step-context"
import { delaySeconds, settleUnread } from "./unread"
import type { WatchPace } from "./watch-pace"
import { watchPace } from "./watch-pace"

/** Looks at an account that shall be Internal: drift shows, and what a person switched by hand is seen. */
export async function watchStep(ctx: StepContext, claimed: Hold): Promise<void> {
  await recoverPickup(ctx, claimed)
  const read = await readHeld(ctx, claimed, claimed.state === "needs_person" ? "change" : "watch")
  if (read.kind === "failed") return lookLater(ctx, claimed, read.failure)
  if (read.kind === "gone") return settleUnread(ctx, claimed, read)
  const { hold, facts, at } = read
  const internal = facts.accountType === "INTERNAL"
  const pace = await watchPace(ctx)
  const mayBecomeInternal = internal && hold.intendedAt !== null
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: mayBecomeInternal ? stillInternal(hold, at, pace) : { ...drifted(hold, at, pace, facts.accountType), ...learnt(ctx, read) },
    // A stranger in a set is desired nothing; it is watched all the same.
    only: { desired: { not: "external" } },
    observed: {
      accountType: facts.accountType,
      externalId: facts.externalId,
      at,
      purpose: "watch",
      keep: hold.observedType !== facts.accountType,
    },
    release: true,
  })
}

function stillInternal(hold: Hold, at: Date, pace: WatchPace) {
  const state = hold.state === "needs_person" ? (hold.collectedAt ? "collected" : "internal") : hold.state
  // What a person had ticked is proved now: the reading stands for itself.
  const told = state !== hold.state || hold.tickedAt !== null
  return { state, ...(told && { reason: null, tickedBy: null, tickedAt: null }), dueAt: secondsFrom(at, pace.watch) }
}

function drifted(hold: Hold, at: Date, pace: WatchPace, accountType: string) {
  const dueAt = secondsFrom(at, pace.byHand)
  if (hold.state === "needs_person") return { dueAt }
  const type = accountType === "EXTERNAL" ? "External" : `“${accountType}”`
  const before = hold.tickedBy ? `${hold.tickedBy} had ticked it as switched by hand` : "Lantern had made it Internal: a person or a user load changed it"
  const reason = `Read ${type} although ${before}. Lantern changed nothing; try again to switch it anew.`
  return { state: "needs_person" as const, reason, dueAt, tickedBy: null, tickedAt: null }
}

/** The key reads now, and the person hasn't switched it yet: what must be put back is known after all. */
function learnt(ctx: StepContext, { hold, facts }: Seen) {
  const isStillToSwitch = hold.state === "needs_person" && hold.original !== null && facts.accountType === "EXTERNAL"
  if (!isStillToSwitch || !isExternalIdUnknown(openOriginal(ctx, hold))) return {}
  return { original: sealOriginal(ctx, hold, originalFacts(facts)), name: facts.name || null, department: facts.department }
}

async function lookLater(ctx: StepContext, hold: Hold, failure: Parameters<typeof failureSentence>[0]): Promise<void> {
  const { byHand } = await watchPace(ctx)
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { dueAt: secondsFrom(ctx.clock(), Math.max(15, byHand - 5, delaySeconds(failure, hold.attempts))) },
    release: true,
  })
}
