import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import type { Tx } from "@/lib/db/types"
import { may } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { takenWords } from "./check-out-backup-admin"
import type { ServiceContext } from "./context"
import { actorId, findBackupAdmin, ofBackupAdmin, type FoundBackupAdmin } from "./find-backup-admin"
import { parseInput } from "./parse-input"
import { setBackupPassword } from "./set-backup-password"
import { mailBackupAdmin, noteBackupAdmin, type BackupAdminNews } from "./tell-of-backup-admin"

export const checkInBackupAdminInput = ofBackupAdmin.extend({
  /** For an admin who checks in what somebody else has. */
  reason: z.string().trim().max(500, "At most 500 characters.").optional(),
})

const SHORTEST_REASON = 10
const BACK = { outTo: null, outToId: null, outAt: null, outReason: null }

export type PasswordSet = { kind: "set" } | { kind: "unknown"; message: string }

/**
 * Gives the account back: it gets a new password, in Alma and here, so that whoever had it can't use it any more. An admin
 * may do it for somebody who forgot, with a reason.
 * @throws AppError `refused` when the password was surely not changed: then it is still checked out
 */
export async function checkInBackupAdmin(ctx: ServiceContext, raw: z.input<typeof checkInBackupAdminInput>): Promise<PasswordSet> {
  const { reason = "", ...which } = parseInput(checkInBackupAdminInput, raw)
  const found = await findBackupAdmin(ctx, which, "outage.declare")
  requireStepUp(ctx)
  const { row } = found
  if (row.outAt === null) throw new AppError("refused", `${row.primaryId} is checked in already. Nothing was changed.`)
  const forced = row.outToId !== actorId(ctx)
  if (forced) requireMayForce(ctx, found, reason)
  const message = forced
    ? `${ctx.actor.name} checked in ${row.primaryId} for ${row.outTo}: ${reason}. It has a new password.`
    : `${ctx.actor.name} checked in ${row.primaryId}. It has a new password.`
  return renew(ctx, found, { action: "backup_admin.in", message, detail: { primaryId: row.primaryId, from: row.outTo, ...(forced && { reason }) } }, BACK)
}

/** A new password while nobody has the account: the first one that Lantern keeps, or because somebody may know the old one. */
export async function renewBackupAdmin(ctx: ServiceContext, raw: z.input<typeof ofBackupAdmin>): Promise<PasswordSet> {
  const found = await findBackupAdmin(ctx, parseInput(ofBackupAdmin, raw), "institution.manage")
  requireStepUp(ctx)
  const { institution, row } = found
  if (row.state !== "kept") throw new AppError("refused", "Whether this account was made isn't known yet. Nothing was changed: settle that first.")
  if (row.outAt !== null) throw new AppError("refused", takenWords(row, institution.timeZone))
  const message = `${ctx.actor.name} let Lantern set a new password for ${row.primaryId}.`
  return renew(ctx, found, { action: "backup_admin.renewed", message, detail: { primaryId: row.primaryId } }, {})
}

async function renew(ctx: ServiceContext, found: FoundBackupAdmin, news: BackupAdminNews, data: Partial<typeof BACK>): Promise<PasswordSet> {
  const also = (tx: Tx) => noteBackupAdmin(tx, ctx, found.institution, news)
  if ((await setBackupPassword(ctx, found, { only: { outAt: found.row.outAt }, data, also })) === "set") {
    await mailBackupAdmin(ctx, found.institution, news)
    return { kind: "set" }
  }
  return { kind: "unknown", message: UNKNOWN }
}

const UNKNOWN =
  "Alma's answer was lost, so it isn't known whether the new password is set. Lantern keeps the old one and the new one. Try again in a minute: Lantern then asks Alma which it is, and sends the same one again if need be."

function requireMayForce(ctx: ServiceContext, { institution, row }: FoundBackupAdmin, reason: string): void {
  if (!may(ctx.actor, "institution.manage", institution.id)) throw new AppError("not_allowed", takenWords(row, institution.timeZone))
  if (reason.length < SHORTEST_REASON) {
    throw new AppError("input", `${row.outTo} has it. Write at least ${SHORTEST_REASON} letters on why you check it in for them. Nothing was changed.`)
  }
}
