import { appendAudit } from "@/lib/db/audit"
import type { Institution, Outage } from "@/lib/db/generated/client"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { findInstitution } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import type { AdoptedAccount, AdoptPlace } from "./adopt-holds"
import { adoptHolds, planHolds } from "./adopt-holds"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { knownSheets } from "./known-sheets"
import { issueRecoverySheet } from "./recovery-sheet"
import type { RecoverySheet } from "./recovery-sheet-format"
import { verifyRecoverySheet } from "./recovery-sheet-format"

export interface Adoption {
  outageId: string
  institution: string
  sheetNumber: number
  issuedAt: string
  /** Whether the database knows the outage, has it as closed, or has forgotten it altogether. */
  outage: "open" | "closed" | "forgotten"
  /** What the accounts taken over shall be now. */
  desired: "internal" | "external"
  accounts: AdoptedAccount[]
  takenOver: number
}

/**
 * Takes over, from a recovery sheet, the accounts that a restored database has forgotten: with the
 * original facts on the sheet, held Internal where the outage is open, else on their way back. What
 * the database still holds stays as it is, and nothing is wiped. With `dryRun` nothing is written.
 * @throws AppError `input` for a text without a sheet; `refused` for one that was changed, is another
 *   Lantern's or another Alma's, or is older than one that is known; `not_found` for an unknown institution
 */
export async function adoptOutage(ctx: ServiceContext, input: { text: string; dryRun?: boolean }): Promise<Adoption> {
  const read = verifyRecoverySheet(ctx.keyring, input.text)
  if (!read.ok) throw new AppError(read.kind === "none" ? "input" : "refused", `${read.why} Nothing was changed.`)
  const { sheet } = read
  const institution = await findInstitution(ctx.db, ctx.actor, sheet.institution, "outage.declare")
  const adoption = await adopt(ctx, institution, sheet, input.dryRun === true)
  if (input.dryRun || adoption.takenOver === 0) return adoption
  await issueRecoverySheet(ctx, sheet.outageId, `taken over from sheet No. ${sheet.number}`)
  await ctx.wake(institution.id)
  return adoption
}

async function adopt(ctx: ServiceContext, institution: Institution, sheet: RecoverySheet, dryRun: boolean): Promise<Adoption> {
  try {
    return await ctx.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`adopt:${institution.id}`}, 0))`
        await tx.$queryRaw`select 1 from "Outage" where "id" = ${sheet.outageId}::uuid for update`
        const outage = await tx.outage.findUnique({ where: { id: sheet.outageId } })
        refuseOfAnother(institution, outage, sheet)
        const { onRecord, newest } = await knownSheets(ctx, tx, sheet)
        if (sheet.number < newest) throw older(sheet, newest)
        const place = await placeFor(tx, institution, outage, outage?.drill ?? sheet.outage.drill)
        const planned = await planHolds(tx, ctx, sheet, place, sheet.number > onRecord)
        const taken = planned.filter((one) => one.account.what === "taken_over")
        if (!dryRun && taken.length > 0) {
          await openPlace(tx, ctx, sheet, place)
          const records = await adoptHolds(tx, ctx, sheet, place, taken)
          const detail = { sheet: sheet.number, issuedAt: sheet.issuedAt, accounts: taken.length }
          await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "outage.adopted", outageId: sheet.outageId, detail }, ...records])
        }
        return {
          outageId: sheet.outageId,
          institution: institution.code,
          sheetNumber: sheet.number,
          issuedAt: sheet.issuedAt,
          outage: outage === null ? "forgotten" : outage.state === "closed" ? "closed" : "open",
          desired: place.desired,
          accounts: planned.map((one) => one.account),
          takenOver: taken.length,
        } satisfies Adoption
      },
      { timeout: 60_000 },
    )
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError("refused", "An outage of this institution changed at the same moment. Nothing was changed: try again.")
  }
}

function refuseOfAnother(institution: Institution, outage: Outage | null, sheet: RecoverySheet): void {
  const known = institution.almaIdentity
  const anotherAlma = known !== null && sheet.almaIdentity !== null && known !== sheet.almaIdentity
  if (anotherAlma || (outage !== null && outage.institutionId !== institution.id)) {
    throw new AppError("refused", `This sheet is not of the Alma that ${institution.name} (${institution.code}) has here. Nothing was changed.`)
  }
}

function older(sheet: RecoverySheet, newest: number): AppError {
  return new AppError(
    "refused",
    `This is sheet No. ${sheet.number} of this outage, and No. ${newest} was written after it: use the newest. Nothing was changed.`,
  )
}

/** Where the accounts go: the outage stays as far as it is, and is open only where no other one is. */
async function placeFor(tx: Tx, institution: Institution, outage: Outage | null, drill: boolean): Promise<AdoptPlace> {
  const other = await tx.outage.findFirst({
    where: { institutionId: institution.id, drill, state: { not: "closed" }, ...(outage && { id: { not: outage.id } }) },
  })
  const known = outage?.state ?? null
  if (known === "switching" || known === "active") return { institution, known, state: known, desired: "internal" }
  if (known === "declared" || (known === null && !other)) return { institution, known, state: "active", desired: "internal" }
  // As after a late sweep: with another outage open, accounts stand among the unresolved of their own, closed one.
  return { institution, known, state: other ? "closed" : "ending", desired: "external" }
}

async function openPlace(tx: Tx, ctx: ServiceContext, sheet: RecoverySheet, place: AdoptPlace): Promise<void> {
  const { outageId, number } = sheet
  const { state } = place
  const closedAt = state === "closed" ? ctx.clock() : null
  if (place.known === null) {
    const { reason, since, expectedHours, declaredAt, declaredBy, drill } = sheet.outage
    await tx.outage.create({
      data: {
        id: outageId, institutionId: place.institution.id, state, reason, since: new Date(since), expectedHours, drill,
        declaredAt: new Date(declaredAt), declaredBy, switchedAt: new Date(sheet.issuedAt), sheetNumber: number, closedAt,
        ...(state === "closed" && { endedAt: closedAt, endedBy: ctx.actor.name }),
      },
    })
    return
  }
  const outage = await tx.outage.findUniqueOrThrow({ where: { id: outageId } })
  await tx.outage.update({
    where: { id: outageId },
    data: {
      state,
      switchedAt: outage.switchedAt ?? new Date(sheet.issuedAt),
      sheetNumber: Math.max(outage.sheetNumber, number),
      ...(state === "ending" && { closedAt: null }),
    },
  })
}
