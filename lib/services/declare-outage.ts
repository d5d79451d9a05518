import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { deleteDraft } from "@/lib/db/drafts"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import type { Institution } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import { putOffTurn, takeTurn } from "@/lib/db/turns"
import type { Db } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import { parseStaffList, type StaffEntry } from "@/lib/domain/staff-list"
import { leadsToSwitch } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { judgeAccounts } from "./judge-accounts"
import { listAccounts } from "./list-accounts"
import { parseInput } from "./parse-input"
import { requireRoute } from "./require-route"

export const declareOutageInput = z.object({
  institution: z.string(),
  reason: z.string().trim().min(1, "Say in a few words why.").max(500, "The reason may have at most 500 characters."),
  since: z.date().optional(),
  hours: z.number("Hours must be a number.").positive("Hours must be more than 0.").max(720, "Hours may be at most 720."),
  text: z.string(),
  drill: z.boolean().default(false),
  /** The number of accounts that a person confirmed; refused when Alma now says another. */
  confirmCount: z.number().int().optional(),
  /** Whether a long list that was just previewed here may be declared as it was read then. */
  acceptPreview: z.boolean().default(false),
})
export type DeclareOutageInput = z.input<typeof declareOutageInput>

/**
 * Declares an outage: reads every account and writes the list down. Switches nothing. The runner reads
 * everyone once more before it switches, so that a long list needn't be read again after its preview.
 * @returns the id of the outage
 * @throws AppError `input`; `step_up_required`; `refused` when one is open already or the key can't do the route
 */
export async function declareOutage(ctx: ServiceContext, raw: DeclareOutageInput): Promise<string> {
  const input = parseInput(declareOutageInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  requireStepUp(ctx)
  const now = ctx.clock()
  const since = input.since ?? now
  if (since.getTime() > now.getTime() + 60_000) throw new AppError("input", "“Since” can't be in the future.")
  const entries = parseStaffList(input.text)
  await refuseSecondOutage(ctx.db, institution)
  return inTurn(ctx, institution, async () => {
    await refuseSecondOutage(ctx.db, institution)
    return readAndDeclare(ctx, institution, { ...input, since }, entries)
  })
}

/** One that dies on the way, or takes longer, doesn't keep others from declaring for more than this. */
const TURN_SECONDS = 30

/** Equal clicks must not read every account again each: one goes, the others are told. */
async function inTurn<T>(ctx: ServiceContext, { id, name }: Institution, work: () => Promise<T>): Promise<T> {
  const turn = `declare:${id}`
  if (!(await takeTurn(ctx.db, turn, TURN_SECONDS))) {
    throw new AppError("refused", `An outage of ${name} is just being declared. Nothing was changed by this click: look again in a moment.`)
  }
  try {
    return await work()
  } finally {
    await putOffTurn(ctx.db, turn, 0).catch(() => {})
  }
}

type Declared = z.output<typeof declareOutageInput> & { since: Date }

async function readAndDeclare(ctx: ServiceContext, institution: Institution, input: Declared, entries: StaffEntry[]): Promise<string> {
  await requireRoute(ctx, institution)
  const judged = await judgeAccounts(ctx, institution, entries, { acceptRecent: input.acceptPreview })
  const toSwitch = judged.filter((account) => leadsToSwitch(account.verdict)).length
  if (input.confirmCount !== undefined && input.confirmCount !== toSwitch) {
    throw new AppError(
      "refused",
      `You confirmed ${input.confirmCount}, but ${toSwitch} would be switched now. Nothing was changed: look at the preview again.`,
    )
  }
  try {
    return await ctx.db.$transaction(
      async (tx) => {
        const outage = await tx.outage.create({
          data: {
            institutionId: institution.id,
            reason: input.reason,
            since: input.since,
            expectedHours: input.hours,
            drill: input.drill,
            declaredAt: ctx.clock(),
            declaredBy: ctx.actor.name,
            // Whoever declares sees to it until they hand it over.
            ...(ctx.actor.kind === "person" && { owner: ctx.actor.name, ownerId: ctx.actor.personId }),
          },
        })
        const place = { outageId: outage.id, institutionId: institution.id }
        const records = await listAccounts(tx, ctx, place, judged)
        if (ctx.actor.kind === "person") await deleteDraft(tx, { institutionId: institution.id, personId: ctx.actor.personId })
        const detail = { reason: input.reason, hours: input.hours, drill: input.drill, accounts: records.length, toSwitch }
        await appendAudit(tx, auditFrame(ctx, institution.id), [
          { action: "outage.declared", outageId: outage.id, detail },
          ...records,
        ])
        return outage.id
      },
      { timeout: 60_000 },
    )
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await refuseSecondOutage(ctx.db, institution)
    throw error
  }
}

async function refuseSecondOutage(db: Db, institution: { id: string; name: string }): Promise<void> {
  const open = await db.outage.findFirst({ where: { institutionId: institution.id, state: { not: "closed" } } })
  if (!open) return
  const how = open.state === "ending" ? "is still ending; it closes when every account is proved External" : "is open"
  throw new AppError("refused", `An outage of ${institution.name} ${how} (${open.id}). Nothing was changed.`)
}
