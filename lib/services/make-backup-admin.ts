import { randomUUID } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { BackupAdmin, Institution } from "@/lib/db/generated/client"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { findInstitution } from "@/lib/db/scope"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import { backupAdminData, type BackupAdminData } from "./backup-admin-data"
import { newBackupPassword, openPassword, sealPassword } from "./backup-admin-password"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { findBackupAdmin, ofBackupAdmin, type FoundBackupAdmin } from "./find-backup-admin"
import { parseInput } from "./parse-input"
import { backupAdminToMake, digestOf } from "./preview-backup-admin"
import { patronSteps, takePatronOff } from "./take-patron-off"
import { mailBackupAdmin, noteBackupAdmin } from "./tell-of-backup-admin"

export const makeBackupAdminInput = backupAdminData.extend({
  institution: z.string(),
  /** Of the preview that the person has seen. */
  digest: z.string(),
})

export type MadeBackupAdmin =
  /** `password` is shown this once; it is kept sealed. `steps`: what a person has to do where the Patron role stayed. */
  | { kind: "made"; id: string; primaryId: string; password: string; patron: "none" | "taken" | "still"; steps: string[] }
  | { kind: "unknown"; id: string; primaryId: string; message: string }

/** Right after a lost answer it is looked for more than once; later, whoever asks asks again. */
const WAITS_MS = [0, 1_000, 2_500]
/** Long enough for a request that timed out to have landed; then an account that isn't there was not made. */
const LANDS_WITHIN_MS = 10 * 60_000

/**
 * Makes a back-up admin account in Alma, as previewed. Its row and its password, sealed, are written down before it is
 * sent, so that nothing that Alma does is ever without an owner here.
 * @throws AppError `refused` when it was surely not made
 */
export async function makeBackupAdmin(ctx: ServiceContext, raw: z.input<typeof makeBackupAdminInput>): Promise<MadeBackupAdmin> {
  const { institution: code, digest, ...data } = parseInput(makeBackupAdminInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.manage")
  requireStepUp(ctx)
  const body = await backupAdminToMake(ctx, institution, data)
  if (digestOf(body) !== digest) throw new AppError("refused", "This isn't what was previewed any more. Nothing was changed: look at the preview again.")
  const row = await writeDown(ctx, institution, data)
  const password = openPassword(ctx, row, "candidateSealed")!
  const answer = await ctx.almaFor(institution).createUser({ ...body, password })
  if (answer.kind === "unknown") return settleMade(ctx, { institution, row })
  if (answer.kind !== "ok") return notMade(ctx, institution, row, answer)
  // A 200 that speaks of somebody else says nothing of ours.
  const ours = samePrimaryId(readFacts(answer.value).primaryId, row.primaryId)
  return ours ? madeNow(ctx, { institution, row }) : settleMade(ctx, { institution, row })
}

/**
 * What became of an account whose making was never answered: read, and its password tried. One that isn't in Alma ten
 * minutes later was not made, and its row goes.
 */
export async function finishBackupAdmin(ctx: ServiceContext, raw: z.input<typeof ofBackupAdmin>): Promise<MadeBackupAdmin | { kind: "not_made" }> {
  const found = await findBackupAdmin(ctx, parseInput(ofBackupAdmin, raw), "institution.manage")
  requireStepUp(ctx)
  const { institution, row } = found
  if (row.state !== "making") throw new AppError("refused", "Nothing is open about this account. Nothing was changed.")
  const settled = await settleMade(ctx, found, [0])
  const old = ctx.clock().getTime() - (row.candidateAt ?? row.createdAt).getTime() > LANDS_WITHIN_MS
  if (settled.kind === "made" || !old) return settled
  const there = await ctx.almaFor(institution).getUser(row.primaryId)
  if (there.kind !== "not_found") return settled
  await forgetRow(ctx, institution, row, "not in Alma ten minutes later")
  return { kind: "not_made" }
}

async function writeDown(ctx: ServiceContext, institution: Institution, { primaryId, owner, purpose }: BackupAdminData): Promise<BackupAdmin> {
  const at = ctx.clock()
  const place = { id: randomUUID(), institutionId: institution.id }
  const candidateSealed = sealPassword(ctx, place, "candidateSealed", newBackupPassword(primaryId))
  const data = { ...place, primaryId, primaryIdKey: primaryIdKey(primaryId), owner, purpose, state: "making", candidateSealed, candidateAt: at, createdAt: at, createdBy: ctx.actor.name }
  try {
    return await ctx.db.$transaction(async (tx) => {
      const row = await tx.backupAdmin.create({ data })
      await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "backup_admin.intended", detail: { primaryId, owner } }])
      return row
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new AppError("refused", `${primaryId} is kept here already. Nothing was changed: look at the page again.`)
    throw error
  }
}

async function settleMade(ctx: ServiceContext, found: FoundBackupAdmin, waits = WAITS_MS): Promise<MadeBackupAdmin> {
  const alma = ctx.almaFor(found.institution)
  const { row } = found
  const password = openPassword(ctx, row, "candidateSealed")!
  for (const wait of waits) {
    if (wait > 0) await delay(wait)
    const read = await alma.getUser(row.primaryId)
    if (read.kind !== "ok" || !samePrimaryId(readFacts(read.value).primaryId, row.primaryId)) continue
    const works = await alma.checkPassword(row.primaryId, password)
    if (works.kind === "ok" && works.value) return madeNow(ctx, found)
  }
  const message = `Alma's answer was lost, and ${row.primaryId} can't be seen there with our password yet. It may still appear: look again in a minute. Its password is kept, so nothing is lost either way.`
  return { kind: "unknown", id: row.id, primaryId: row.primaryId, message }
}

async function madeNow(ctx: ServiceContext, { institution, row }: FoundBackupAdmin): Promise<MadeBackupAdmin> {
  const { primaryId } = row
  const password = openPassword(ctx, row, "candidateSealed")!
  const news = { action: "backup_admin.made" as const, message: `${ctx.actor.name} made the back-up admin account ${primaryId}.`, detail: { primaryId, owner: row.owner } }
  const settled = await ctx.db.$transaction(async (tx) => {
    const kept = { state: "kept", passwordSealed: sealPassword(ctx, row, "passwordSealed", password), passwordSetAt: ctx.clock(), candidateSealed: null, candidateAt: null }
    const mine = await tx.backupAdmin.updateMany({ where: { id: row.id, state: "making", candidateSealed: row.candidateSealed }, data: kept })
    if (mine.count === 0) return false
    await tx.institution.updateMany({ where: { id: institution.id, backupAdminId: null }, data: { backupAdminId: primaryId } })
    await noteBackupAdmin(tx, ctx, institution, news)
    return true
  })
  const patron = await takePatronOff(ctx.almaFor(institution), primaryId)
  if (settled) await mailBackupAdmin(ctx, institution, news)
  return { kind: "made", id: row.id, primaryId, password, patron, steps: patron === "still" ? patronSteps(primaryId) : [] }
}

async function notMade(ctx: ServiceContext, institution: Institution, row: BackupAdmin, answer: AlmaFailure): Promise<never> {
  await forgetRow(ctx, institution, row, "error" in answer ? answer.error.code : answer.kind)
  throw new AppError("refused", `${sentenceOf(answer)} No account was made.`)
}

/** Alma documentation: POST users, error codes. */
function sentenceOf(answer: AlmaFailure): string {
  if (answer.kind !== "refused") return failureSentence(answer)
  if (answer.error.code === "401852") return "Alma knows no such user group: give its code, as in Alma's list of user groups."
  if (answer.error.code === "401851") return "Alma has an account with this Primary ID by now."
  return failureSentence(answer)
}

async function forgetRow(ctx: ServiceContext, institution: Institution, row: BackupAdmin, why: string): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const gone = await tx.backupAdmin.deleteMany({ where: { id: row.id, state: "making" } })
    if (gone.count === 0) return
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "backup_admin.not_made", detail: { primaryId: row.primaryId, why } }])
  })
}
