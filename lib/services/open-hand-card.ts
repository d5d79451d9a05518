import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution } from "@/lib/db/generated/client"
import { claimHandCard, freeHandCards, handHolds, openByAnother, renewHandCard } from "@/lib/db/hand-cards"
import { findOutage } from "@/lib/db/scope"
import { isExternalIdUnknown } from "@/lib/domain/account-facts"
import { handTask } from "@/lib/domain/hand-task"
import type { HandCardView, OpenedHandCardView } from "@/lib/domain/hand-views"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { openOriginal } from "./original-facts"
import { parseInput } from "./parse-input"

const openInput = z.object({ outageId: z.string(), holdId: z.uuid().optional() })

/**
 * Opens a card for one person: the account asked for, or, when somebody else has that open or none
 * is named, the next free one. The external id to put back is unsealed here only, and its showing is
 * written in the audit.
 * @throws AppError `not_found`, `not_allowed`; `step_up_required` before a card that will show a password
 */
export async function openHandCard(ctx: ServiceContext, raw: z.input<typeof openInput>): Promise<OpenedHandCardView> {
  const input = parseInput(openInput, raw)
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  const holds = await handHolds(ctx.db, outage.id)
  const passwordsAreKept = holds.some((hold) => handTask(hold) === "switch") && !(await keyWritesUsers(ctx, outage.institution))
  if (passwordsAreKept) requireStepUp(ctx)
  const from = Math.max(0, holds.findIndex((hold) => hold.id === input.holdId))
  const inTurn = [...holds.slice(from), ...holds.slice(0, from)]
  const claimedId = await claimHandCard(ctx.db, ctx.actor, outage.id, inTurn.map((hold) => hold.id))
  const asked = holds.find((hold) => hold.id === input.holdId)
  const taken = asked && asked.id !== claimedId ? await takenBy(ctx, asked) : null
  const claimed = holds.find((hold) => hold.id === claimedId)
  return { card: claimed ? await cardOf(ctx, claimed, !passwordsAreKept) : null, taken }
}

/** Keeps an open card one's own. @returns false when it isn't any more */
export async function keepHandCard(ctx: ServiceContext, input: { outageId: string; holdId: string }): Promise<boolean> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  return renewHandCard(ctx.db, ctx.actor, outage.id, input.holdId)
}

/** Leaves the cards: others may open what this person had open. */
export async function leaveHandCards(ctx: ServiceContext, input: { outageId: string }): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  await freeHandCards(ctx.db, ctx.actor, outage.id)
}

async function takenBy(ctx: ServiceContext, asked: Hold): Promise<OpenedHandCardView["taken"]> {
  const now = await ctx.db.hold.findUniqueOrThrow({ where: { id: asked.id } })
  const by = openByAnother(now, ctx.actor, ctx.clock())
  return by === null ? null : { name: asked.name ?? asked.primaryId, by }
}

async function cardOf(ctx: ServiceContext, hold: Hold, throwAway: boolean): Promise<HandCardView> {
  const task = handTask(hold)!
  const { id: holdId, primaryId, name, department } = hold
  const card = { holdId, primaryId, name, department, task, note: noteOf(hold) }
  const original = openOriginal(ctx, hold)
  if (task === "switch") return { ...card, externalId: null, askExternalId: isExternalIdUnknown(original), throwAway }
  const { externalId } = original
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "hold.external_id_revealed", outageId: hold.outageId, holdId },
    ]),
  )
  return { ...card, externalId, askExternalId: false, throwAway: false }
}

/** The sentence before its steps: those stand on the card itself. */
function noteOf(hold: Hold): string | null {
  if (hold.reason === null || hold.reason.startsWith("Switch this account by hand")) return null
  return hold.reason.split(" By hand: ")[0]!
}

/** Where Alma doesn't say, the password typed by hand is taken for the one that staff will need. */
async function keyWritesUsers(ctx: ServiceContext, institution: Institution): Promise<boolean> {
  const answer = await ctx.almaFor(institution).canWriteUsers()
  return answer.kind === "ok" && answer.value
}
