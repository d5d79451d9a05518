import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { switchSteps } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import { unreadFacts } from "@/lib/domain/account-facts"
import { sealOriginal } from "@/lib/services/original-facts"
import { readHeld } from "./read-held"
import { judgeForSwitch, originalToKeep, seenNow } from "./read-for-switch"
import type { StepContext } from "./step-context"
import { secondsFrom } from "./step-context"
import { watchPace } from "./watch-pace"

/**
 * The way by hand: a person makes the change in Alma's own screen. Lantern reads the account first,
 * writes the original facts and the intent down, and only then asks the person; later reads see it done. Where the
 * key can't read users, the person is asked all the same, and writes down what Lantern couldn't learn.
 */
export async function manualStep(ctx: StepContext, claimed: Hold): Promise<void> {
  const seen = await readHeld(ctx, claimed, "change")
  if (seen.kind === "failed" && (await keyReadsNothing(ctx))) return askUnread(ctx, claimed)
  const ready = await judgeForSwitch(ctx, claimed, seen)
  if (!ready) return
  const { hold, facts } = ready.read
  const frame = auditFrame(ctx, hold.institutionId)
  const only = { desired: "internal" as const }
  const pace = await watchPace(ctx)
  const at = ctx.clock()
  if (ready.kind === "internal") {
    await commitHold(ctx.db, frame, hold, {
      patch: { state: "internal", reason: null, attempts: 0, dueAt: secondsFrom(at, pace.watch) },
      only,
      observed: { ...seenNow(ready.read), purpose: "after_switch", keep: true },
      release: true,
    })
    return
  }
  await commitHold(ctx.db, frame, hold, {
    patch: {
      state: "needs_person",
      reason: askedInWords(hold),
      original: await originalToKeep(ctx, hold, facts),
      intendedAt: hold.intendedAt ?? at,
      dueAt: secondsFrom(at, pace.byHand),
    },
    only,
    observed: { ...seenNow(ready.read), purpose: "before_switch", keep: true },
    intent: { kind: "switch_manual" },
    release: true,
  })
}

async function keyReadsNothing({ alma }: StepContext): Promise<boolean> {
  const answer = await alma.canReadUsers()
  return answer.kind === "unauthorized" || answer.kind === "refused" || (answer.kind === "ok" && !answer.value)
}

async function askUnread(ctx: StepContext, hold: Hold): Promise<void> {
  const { byHand } = await watchPace(ctx)
  const at = ctx.clock()
  await commitHold(ctx.db, auditFrame(ctx, hold.institutionId), hold, {
    patch: {
      state: "needs_person",
      reason: askedInWords(hold),
      // What was read while the key could, or was written down before, is never given up.
      original: hold.original ?? sealOriginal(ctx, hold, unreadFacts(hold.primaryId)),
      intendedAt: hold.intendedAt ?? at,
      dueAt: secondsFrom(at, byHand),
    },
    only: { desired: "internal" },
    intent: { kind: "switch_manual" },
    release: true,
  })
}

function askedInWords(hold: Hold): string {
  return `Switch this account by hand: ${switchSteps(hold.primaryId).slice(1, 5).join(" ")}`
}
