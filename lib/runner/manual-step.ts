import type { Hold } from "@/lib/db/generated/client"
import { commitHold } from "@/lib/db/journal"
import { switchSteps } from "@/lib/domain/sentences"
import { auditFrame } from "@/lib/services/context"
import { originalToKeep, readForSwitch, seenNow } from "./read-for-switch"
import type { StepContext } from "./step-context"
import { BY_HAND_WATCH_SECONDS, WATCH_SECONDS, secondsFrom } from "./step-context"

/**
 * The way by hand: a person makes the change in Alma's own screen. Lantern reads the account first,
 * writes the original facts and the intent down, and only then asks the person; later reads see it done.
 */
export async function manualStep(ctx: StepContext, claimed: Hold): Promise<void> {
  const ready = await readForSwitch(ctx, claimed)
  if (!ready) return
  const { hold, facts } = ready.read
  const frame = auditFrame(ctx, hold.institutionId)
  const only = { desired: "internal" as const }
  const at = ctx.clock()
  if (ready.kind === "internal") {
    await commitHold(ctx.db, frame, hold, {
      patch: { state: "internal", reason: null, attempts: 0, dueAt: secondsFrom(at, WATCH_SECONDS) },
      only,
      observed: { ...seenNow(ready.read), purpose: "after_switch", keep: true },
      release: true,
    })
    return
  }
  await commitHold(ctx.db, frame, hold, {
    patch: {
      state: "needs_person",
      reason: `Switch this account by hand: ${switchSteps(hold.primaryId).slice(1, 5).join(" ")}`,
      original: await originalToKeep(ctx, hold, facts),
      intendedAt: hold.intendedAt ?? at,
      dueAt: secondsFrom(at, BY_HAND_WATCH_SECONDS),
    },
    only,
    observed: { ...seenNow(ready.read), purpose: "before_switch", keep: true },
    intent: { kind: "switch_manual" },
    release: true,
  })
}
