import type { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { AppError } from "@/lib/domain/errors"
import { openPassword } from "./backup-admin-password"
import { takenWords } from "./check-out-backup-admin"
import type { ServiceContext } from "./context"
import { findBackupAdmin, ofBackupAdmin } from "./find-backup-admin"
import { parseInput } from "./parse-input"
import { mailBackupAdmin, noteBackupAdmin } from "./tell-of-backup-admin"

/** What stands on the sheet for the safe. */
export interface BackupAdminSheet {
  userName: string
  password: string
  loginUrl: string
  owner: string
  purpose: string
  /** ISO 8601 in UTC. */
  passwordSetAt: string
  printedAt: string
  printedBy: string
}

/**
 * The password on paper, for the day on which Lantern itself is what is down. Everybody is told that it was printed.
 * @throws AppError `refused` while somebody has the account: it gets another password when it comes back
 */
export async function openBackupAdminSheet(ctx: ServiceContext, raw: z.input<typeof ofBackupAdmin>): Promise<BackupAdminSheet> {
  const { institution, row } = await findBackupAdmin(ctx, parseInput(ofBackupAdmin, raw), "institution.manage")
  requireStepUp(ctx)
  if (row.outAt !== null) throw new AppError("refused", takenWords(row, institution.timeZone))
  if (row.candidateSealed !== null) throw new AppError("refused", "It isn't known which password Alma has. Settle that first: a sheet with the wrong one is worse than none.")
  const password = openPassword(ctx, row, "passwordSealed")
  if (password === null || row.passwordSetAt === null) throw new AppError("refused", "Lantern keeps no password of this account, so there is nothing to print. Let Lantern set one first.")
  const at = ctx.clock()
  const message = `${ctx.actor.name} printed the sheet of ${row.primaryId} for the safe.`
  const news = { action: "backup_admin.sheet" as const, message, detail: { primaryId: row.primaryId } }
  await ctx.db.$transaction(async (tx) => {
    const same = await tx.backupAdmin.updateMany({ where: { id: row.id, passwordSealed: row.passwordSealed, outAt: null, candidateSealed: null }, data: { sheetAt: at } })
    if (same.count === 0) throw new AppError("refused", "Somebody changed this account a moment ago. Nothing was printed: look at the page again.")
    await noteBackupAdmin(tx, ctx, institution, news)
  })
  await mailBackupAdmin(ctx, institution, news)
  return {
    userName: row.primaryId,
    password,
    loginUrl: institution.loginUrl,
    owner: row.owner,
    purpose: row.purpose,
    passwordSetAt: row.passwordSetAt.toISOString(),
    printedAt: at.toISOString(),
    printedBy: ctx.actor.name,
  }
}
