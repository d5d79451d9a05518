import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import type { AuditRecord } from "@/lib/db/audit"
import { appendAudit } from "@/lib/db/audit"
import { deleteDraft } from "@/lib/db/drafts"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import type { Institution } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import { putOffTurn, takeTurn } from "@/lib/db/turns"
import type { Db, Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import { parseStaffList, type StaffEntry } from "@/lib/domain/staff-list"
import { leadsToSwitch } from "@/lib/domain/states"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { endLocked, lockToEnd } from "./end-outage"
import { judgeAccounts } from "./judge-accounts"
import { listAccounts } from "./list-accounts"
import { parseInput } from "./parse-input"
import { issueRecoverySheet } from "./recovery-sheet"
import { requireRoute } from "./require-route"
import { takeOverFromDrill } from "./take-over-from-drill"

const declareOutageInput = z.object({
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
 * everyone once more before it switches, so that a long list needn't be read again after its preview. A drill or a
 * proof that is open ends at once, and its accounts that stand on the list are taken over.
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
  await refuseSecondOutage(ctx.db, institution, input.drill)
  return inTurn(ctx, institution, async () => {
    await refuseSecondOutage(ctx.db, institution, input.drill)
    return readAndDeclare(ctx, institution, { ...input, since }, entries)
  })
}

/** One that dies on the way, or takes longer, doesn't keep others from declaring for more than this. */
const TURN_SECONDS = 30

/** Equal clicks must not read every account again each: one goes, the others are told. */
export async function inTurn<T>(ctx: ServiceContext, { id, name }: Institution, work: () => Promise<T>): Promise<T> {
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
  let beside: AuditRecord[] = []
  try {
    const outageId = await ctx.db.$transaction(
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
        beside = input.drill ? [] : await endDrillBeside(tx, ctx, place)
        const previewed = input.confirmCount !== undefined
        const detail = { reason: input.reason, hours: input.hours, drill: input.drill, accounts: records.length, toSwitch, previewed }
        await appendAudit(tx, auditFrame(ctx, institution.id), [
          { action: "outage.declared", outageId: outage.id, detail },
          ...records,
          ...beside,
        ])
        return outage.id
      },
      { timeout: 60_000 },
    )
    if (beside.some((record) => record.action === "hold.taken_over")) await issueRecoverySheet(ctx, outageId, "taken over from a drill")
    if (beside.length > 0) await ctx.wake(institution.id)
    return outageId
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await refuseSecondOutage(ctx.db, institution, input.drill)
    throw error
  }
}

/** A drill never stands in the way of an outage: it ends at once, and whom the outage needs goes over to it. */
async function endDrillBeside(tx: Tx, ctx: ServiceContext, place: { outageId: string; institutionId: string }): Promise<AuditRecord[]> {
  const drill = await tx.outage.findFirst({ where: { institutionId: place.institutionId, drill: true, state: { not: "closed" } }, select: { id: true } })
  const toEnd = drill !== null && (await lockToEnd(tx, drill.id))
  const taken = await takeOverFromDrill(tx, ctx, place)
  return toEnd ? [...taken, ...(await endLocked(tx, ctx, drill.id, { because: "an outage was declared" }))] : taken
}

/** One outage at a time, and one drill, which gives way to an outage. */
export async function refuseSecondOutage(db: Db, institution: { id: string; name: string }, drill: boolean): Promise<void> {
  const open = await db.outage.findMany({ where: { institutionId: institution.id, state: { not: "closed" } } })
  const inTheWay = open.find((one) => !one.drill) ?? (drill ? open[0] : undefined)
  if (!inTheWay) return
  const how = inTheWay.state === "ending" ? "is still ending; it closes when every account is proved External" : "is open"
  const what = inTheWay.drill ? "A drill" : "An outage"
  throw new AppError("refused", `${what} of ${institution.name} ${how} (${inTheWay.id}). Nothing was changed.`)
}
