import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { BackupAdmin, Institution } from "@/lib/db/generated/client"
import { AppError } from "@/lib/domain/errors"
import { openPassword } from "./backup-admin-password"
import { moment } from "./checks/check"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { actorId, findBackupAdmin, ofBackupAdmin } from "./find-backup-admin"
import { parseInput } from "./parse-input"
import { settleCandidate } from "./set-backup-password"
import { mailBackupAdmin, noteBackupAdmin } from "./tell-of-backup-admin"

const TOO_SHORT = "Say in a few words what you need it for; everybody is told."
export const checkOutBackupAdminInput = ofBackupAdmin.extend({ reason: z.string(TOO_SHORT).trim().min(5, TOO_SHORT).max(500, "At most 500 characters.") })

export interface OpenedBackupAdmin {
  userName: string
  password: string
  /** Where it isn't known which of two Alma has: the other one. */
  other: string | null
  loginUrl: string
  outAt: string
}

/**
 * Opens a back-up admin's password for one person, who has the account until it is checked in (CARLI: two at once damage
 * data). Everybody of the institution is told. Whoever has it may look again.
 * @throws AppError `refused` naming who has it, and since when
 */
export async function checkOutBackupAdmin(ctx: ServiceContext, raw: z.input<typeof checkOutBackupAdminInput>): Promise<OpenedBackupAdmin> {
  const { reason, ...which } = parseInput(checkOutBackupAdminInput, raw)
  const found = await findBackupAdmin(ctx, which, "outage.declare")
  requireStepUp(ctx)
  const { institution, row } = found
  const personId = actorId(ctx)
  if (personId === null) throw new AppError("not_allowed", "Only a signed-in person checks it out: it is lent to somebody by name.")
  if (row.state !== "kept") throw new AppError("refused", "Whether this account was made isn't known yet. Nothing was changed: settle that first.")
  requirePassword(row)
  const at = ctx.clock()
  const news = {
    action: "backup_admin.out" as const,
    message: `${ctx.actor.name} checked out ${row.primaryId}: ${reason}`,
    detail: { primaryId: row.primaryId, reason },
  }
  const taken = await ctx.db.$transaction(async (tx) => {
    const mine = await tx.backupAdmin.updateMany({
      where: { id: row.id, outAt: null, state: "kept" },
      data: { outTo: ctx.actor.name, outToId: personId, outAt: at, outReason: reason },
    })
    if (mine.count === 1) await noteBackupAdmin(tx, ctx, institution, news)
    return mine.count === 1
  })
  if (!taken) return lookAgain(ctx, institution, row.id, personId)
  await mailBackupAdmin(ctx, institution, news)
  // Read anew: it was ours alone from that moment on, and nobody begins to set another password now. Only who has it
  // asks Alma which of two it has: each wrong try counts there, and fifteen lock the account.
  const mine = await ctx.db.backupAdmin.findUniqueOrThrow({ where: { id: row.id } })
  return opened(ctx, institution, await settleCandidate(ctx, { institution, row: mine }))
}

async function lookAgain(ctx: ServiceContext, institution: Institution, id: string, personId: string): Promise<OpenedBackupAdmin> {
  const row = await ctx.db.backupAdmin.findUniqueOrThrow({ where: { id } })
  if (row.outToId !== personId) throw new AppError("refused", takenWords(row, institution.timeZone))
  await ctx.db.$transaction((tx) => appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "backup_admin.shown_again", detail: { primaryId: row.primaryId } }]))
  return opened(ctx, institution, row)
}

/** "Ruth Okafor has backup_admin since 22 Nov 2026, 07:12: …" */
export function takenWords({ primaryId, outTo, outAt, outReason }: BackupAdmin, timeZone: string): string {
  if (outAt === null) return `${primaryId} was checked in a moment ago. Nothing was changed: try again.`
  return `${outTo} has had ${primaryId} since ${moment(outAt, timeZone)}: ${(outReason ?? "").replace(/\.$/, "")}. Two at once damage data, so it is lent to one. Ask them to check it in; an admin may do it for them.`
}

function requirePassword(row: BackupAdmin): void {
  if (row.passwordSealed !== null || row.candidateSealed !== null) return
  throw new AppError("refused", "Lantern keeps no password of this account. An admin can let Lantern set one; until then it is where its owner keeps it.")
}

function opened(ctx: ServiceContext, institution: Institution, row: BackupAdmin): OpenedBackupAdmin {
  const known = openPassword(ctx, row, "passwordSealed")
  const candidate = openPassword(ctx, row, "candidateSealed")
  return {
    userName: row.primaryId,
    password: known ?? candidate!,
    other: known === null ? null : candidate,
    loginUrl: institution.loginUrl,
    outAt: (row.outAt ?? ctx.clock()).toISOString(),
  }
}
