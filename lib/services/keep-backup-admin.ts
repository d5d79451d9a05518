import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { findInstitution } from "@/lib/db/scope"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import { isSystemId } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { findBackupAdmin, ofBackupAdmin } from "./find-backup-admin"
import { parseInput } from "./parse-input"
import { noteBackupAdmin } from "./tell-of-backup-admin"

const words = (what: string, most: number) => z.string(`Give ${what}.`).trim().min(1, `Give ${what}.`).max(most, `At most ${most} characters: ${what}.`)

export const keepBackupAdminInput = z.object({
  institution: z.string(),
  primaryId: words("the Primary ID", 255),
  owner: words("who looks after it", 200),
  purpose: words("what it is for", 500),
})

/**
 * Names an account that is in Alma as a back-up admin, with its owner and purpose: no verdict lets it be switched any more.
 * Changes nothing in Alma, and sets no password.
 */
export async function keepBackupAdmin(ctx: ServiceContext, raw: z.input<typeof keepBackupAdminInput>): Promise<{ id: string; primaryId: string }> {
  const input = parseInput(keepBackupAdminInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  requireStepUp(ctx)
  const primaryId = await spelledByAlma(ctx, institution, input.primaryId)
  const at = ctx.clock()
  const data = { institutionId: institution.id, primaryId, primaryIdKey: primaryIdKey(primaryId), owner: input.owner, purpose: input.purpose, createdAt: at, createdBy: ctx.actor.name }
  try {
    return await ctx.db.$transaction(async (tx) => {
      const row = await tx.backupAdmin.create({ data })
      await tx.institution.updateMany({ where: { id: institution.id, backupAdminId: null }, data: { backupAdminId: primaryId } })
      const message = `${ctx.actor.name} named ${primaryId} as a back-up admin, looked after by ${input.owner}.`
      await noteBackupAdmin(tx, ctx, institution, { action: "backup_admin.named", message, detail: { primaryId, owner: input.owner } })
      return { id: row.id, primaryId }
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("refused", `${primaryId} is kept here already. Nothing was changed.`)
    throw error
  }
}

async function spelledByAlma(ctx: ServiceContext, institution: Parameters<ServiceContext["almaFor"]>[0], typed: string): Promise<string> {
  if (isSystemId(typed)) throw new AppError("input", "This account belongs to Ex Libris or CARLI. Name one of your own.")
  const answer = await ctx.almaFor(institution).getUser(typed)
  if (answer.kind === "not_found") throw new AppError("refused", `Alma knows no account ${typed}. Nothing was changed.`)
  if (answer.kind !== "ok") throw new AppError("unavailable", `${failureSentence(answer)} Nothing was changed.`)
  const { primaryId } = readFacts(answer.value)
  if (!samePrimaryId(primaryId, typed)) throw new AppError("refused", `${typed} is another identifier of ${primaryId}. Give the Primary ID. Nothing was changed.`)
  return primaryId
}

/** Takes an account off the list. In Alma it stays as it is; the password that was kept is gone from here. */
export async function forgetBackupAdmin(ctx: ServiceContext, raw: z.input<typeof ofBackupAdmin>): Promise<void> {
  const { institution, row } = await findBackupAdmin(ctx, parseInput(ofBackupAdmin, raw), "institution.manage")
  requireStepUp(ctx)
  await ctx.db.$transaction(async (tx) => {
    const gone = await tx.backupAdmin.deleteMany({ where: { id: row.id, outAt: null, state: "kept", candidateSealed: null } })
    if (gone.count === 0) throw new AppError("refused", "It is checked out, or not settled yet. Nothing was changed: check it in or settle it first.")
    const next = await tx.backupAdmin.findFirst({ where: { institutionId: institution.id }, orderBy: { createdAt: "asc" } })
    await tx.institution.updateMany({ where: { id: institution.id, backupAdminId: row.primaryId }, data: { backupAdminId: next?.primaryId ?? null } })
    const message = `${ctx.actor.name} took the back-up admin ${row.primaryId} off the list. In Alma it stays as it is.`
    await noteBackupAdmin(tx, ctx, institution, { action: "backup_admin.forgotten", message, detail: { primaryId: row.primaryId } })
  })
}
