import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { failureSentence } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import type { HeldRead } from "./read-held"
import type { StepContext } from "./step-context"
import { backOffSeconds, secondsFrom } from "./step-context"

/** About five minutes of failing reads; they go on all the same. */
const TRIES_BEFORE_A_PERSON = 12

/** A held account that couldn't be read: who is gone needs a person, everything else is tried again for ever. */
export async function settleUnread(ctx: StepContext, hold: Hold, read: Exclude<HeldRead, { kind: "seen" }>): Promise<void> {
  if (read.kind === "gone") return needsPerson(ctx, hold, read.reason, 60)
  return tryLater(ctx, hold, read.failure)
}

/** What a read saw, where one led here. */
interface SeenNow {
  accountType: string
  externalId: string | null
  at: Date
}

export async function needsPerson(
  ctx: StepContext,
  hold: Hold,
  reason: string,
  againSeconds: number,
  seen?: SeenNow,
): Promise<void> {
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: { state: "needs_person", reason, attempts: hold.attempts + 1, dueAt: secondsFrom(ctx.clock(), againSeconds) },
    ...(seen && { observed: { ...seen, purpose: "needs_person", keep: hold.observedType !== seen.accountType } }),
    release: true,
  })
}

/** Nothing was applied, or nothing could be learnt: the state stays, the reason is told, the next try is set. */
async function tryLater(ctx: StepContext, hold: Hold, failure: AlmaFailure): Promise<void> {
  const keyRefused = failure.kind === "unauthorized" || failure.kind === "refused"
  if (keyRefused) {
    return needsPerson(ctx, hold, failureSentence(failure), Math.max(30, backOffSeconds(hold.attempts, 300)))
  }
  // Without a person's look, an account that can't be read on its way back would keep its outage open for ever.
  if (hold.desired === "external" && hold.attempts >= TRIES_BEFORE_A_PERSON) {
    return needsPerson(ctx, hold, failureSentence(failure), delaySeconds(failure, hold.attempts))
  }
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: {
      attempts: hold.attempts + 1,
      reason: failureSentence(failure),
      dueAt: secondsFrom(ctx.clock(), delaySeconds(failure, hold.attempts)),
    },
    release: true,
  })
}

export function delaySeconds(failure: AlmaFailure, attempts: number): number {
  switch (failure.kind) {
    case "throttled":
      return 1 + Math.random() * 2
    case "daily_limit":
      return 600
    case "unauthorized":
      return 60
    default:
      return backOffSeconds(Math.min(attempts, 5), 30)
  }
}
