import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { Hold } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import { findOutage } from "@/lib/db/scope"
import { isExternalIdUnknown } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { handTask } from "@/lib/domain/hand-task"
import { keyReadsUsers } from "./check-by-hand"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { openOriginal, sealOriginal } from "./original-facts"
import { parseInput } from "./parse-input"
import { issueRecoverySheet } from "./recovery-sheet"

const tickInput = z.object({
  outageId: z.string(),
  holdId: z.uuid("There is no such account on this outage."),
  words: z.string().trim().min(10, "Write at least ten characters: what you did, and what Alma's screen says now.").max(400, "At most 400 characters."),
  /** As Alma's screen showed it before the switch, where no key could read it. */
  externalId: z.string().trim().max(255, "An external id has at most 255 characters.").optional(),
})

/**
 * A named person says in writing that an account is done, where the key can't read users. A switch
 * goes on as Internal, unproved; a return is accepted as unresolved, which is all that lets its
 * outage close.
 * @throws AppError `input`; `refused` while the key can read: then Alma is asked, not a person; `step_up_required`
 */
export async function tickByHand(ctx: ServiceContext, raw: z.input<typeof tickInput>): Promise<void> {
  const input = parseInput(tickInput, raw)
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.end")
  requireStepUp(ctx)
  if (await keyReadsUsers(ctx, outage.institution)) {
    throw new AppError("refused", "The key can read this account, or Alma does not answer just now: check it instead. Nothing was changed.")
  }
  const at = ctx.clock()
  let noted = false
  await ctx.db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from "Hold" where "id" = ${input.holdId}::uuid for update`
    const hold = await tx.hold.findFirst({ where: { id: input.holdId, outageId: outage.id } })
    const task = hold && handTask(hold)
    if (!hold || !task) throw new AppError("refused", "This account is not waiting to be done by hand any more. Nothing was changed.")
    const original = task === "switch" ? noteExternalId(ctx, hold, input.externalId) : null
    noted = original !== null
    const ticked = { tickedBy: ctx.actor.name, tickedAt: at, handBy: null, handById: null, handUntil: null, fence: { increment: 1 } }
    const free = { leaseOwner: null, leaseUntil: null }
    const reason = `Switched by hand, says ${ctx.actor.name}: “${input.words}” The key can't read the account, so Lantern has no proof.`
    await tx.hold.update({
      where: { id: hold.id },
      data: task === "switch"
        ? { ...ticked, ...free, ...(original && { original }), state: "internal", stateSince: at, reason, dueAt: at }
        : { ...ticked, ...free, acceptedAt: at, acceptedBy: ctx.actor.name, acceptedReason: `Returned by hand, not read by Lantern: “${input.words}”`, dueAt: null },
    })
    const about = { outageId: outage.id, holdId: hold.id }
    await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
      { action: "hold.ticked", ...about, detail: { task, words: input.words } },
      task === "switch" ? { ...about, ...stateRecord(hold.state, "internal", reason) } : { action: "hold.accepted", ...about, detail: { reason: input.words } },
    ])
  })
  if (noted) await issueRecoverySheet(ctx, outage.id, "an external id was written down")
  await ctx.wake(outage.institutionId)
}

/**
 * The original facts with what the person saw, sealed; null where they are known already.
 * @throws AppError `input` without it: nobody could put the account back
 */
function noteExternalId(ctx: ServiceContext, hold: Hold, externalId: string | undefined): string | null {
  const original = openOriginal(ctx, hold)
  if (!isExternalIdUnknown(original)) return null
  if (!externalId) throw new AppError("input", "Type the external id that Alma's screen showed before the switch: without it nobody can put the account back.")
  return sealOriginal(ctx, hold, { ...original, externalId })
}
