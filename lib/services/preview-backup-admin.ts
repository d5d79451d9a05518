import { createHash } from "node:crypto"
import { z } from "zod"
import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import type { Institution } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { looksLikeList } from "@/lib/domain/back-up-admin"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import { isSystemId } from "@/lib/domain/verdict"
import { backupAdminBody, backupAdminData, previewFields, type BackupAdminData, type PreviewField } from "./backup-admin-data"
import type { ServiceContext } from "./context"
import { todayIn } from "./judge-accounts"
import { parseInput } from "./parse-input"

export const previewBackupAdminInput = backupAdminData.extend({ institution: z.string() })

export interface BackupAdminPreview {
  fields: PreviewField[]
  /** What may be meant so, and should be looked at. */
  notes: string[]
  /** Names exactly this: what is confirmed is what is sent. */
  digest: string
}

/**
 * What making this account would send to Alma, field by field. Changes nothing.
 * @throws AppError `refused` when there is such an account already, or the key can't say what the roles are for
 */
export async function previewBackupAdmin(ctx: ServiceContext, raw: z.input<typeof previewBackupAdminInput>): Promise<BackupAdminPreview> {
  const { institution: code, ...data } = parseInput(previewBackupAdminInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.manage")
  const body = await backupAdminToMake(ctx, institution, data)
  return { fields: previewFields(body), notes: await notesOf(ctx, institution, data), digest: digestOf(body) }
}

/** The account that Alma would be sent; the same at the preview and when it is made. */
export async function backupAdminToMake(ctx: ServiceContext, institution: Institution, data: BackupAdminData): Promise<AlmaUser> {
  refuseUnsuited(institution, data)
  const alma = ctx.almaFor(institution)
  const there = await alma.getUser(data.primaryId)
  if (there.kind === "ok") {
    throw new AppError("refused", `Alma has an account that ${data.primaryId} finds already. Name that one, or choose another Primary ID. Nothing was changed.`)
  }
  if (there.kind !== "not_found") throw new AppError("unavailable", `${failureSentence(there)} Nothing was changed.`)
  const general = await alma.general()
  if (general.kind !== "ok") {
    const why = general.kind === "unauthorized" ? "The key can't read Configuration, so Lantern can't say at which institution the role holds." : failureSentence(general)
    throw new AppError("refused", `${why} Nothing was changed. Give the key the area Configuration, read, or make the account in Alma and name it here.`)
  }
  return backupAdminBody(data, general.value.institution, todayIn(institution.timeZone, ctx.clock()))
}

function refuseUnsuited(institution: Institution, { primaryId, userGroup }: BackupAdminData): void {
  if (isSystemId(primaryId)) throw new AppError("input", "A Primary ID that begins so belongs to Ex Libris or CARLI. Choose another.")
  if (institution.sisGroups.some((group) => group.trim().toLowerCase() === userGroup.toLowerCase())) {
    throw new AppError("input", `The campus load writes to the user group ${userGroup}. Choose one that no load writes to.`)
  }
}

async function notesOf(ctx: ServiceContext, institution: Institution, { email }: BackupAdminData): Promise<string[]> {
  const named = await backupAdminIdsOf(ctx.db, institution)
  const own = await ctx.db.person.count({ where: { email } })
  return [
    "It adds one Named User.",
    "Where Alma adds a Patron role by itself, Lantern takes it off again and reads the account.",
    ...(own > 0 || !looksLikeList(email) ? [`${email} looks like one person's address. A list that several people of the department read is better.`] : []),
    ...(institution.sisGroups.length === 0 ? ["Which user groups the campus load writes to isn't known here: choose one that it doesn't."] : []),
    ...(named.length > 0 ? [`Named already: ${named.join(", ")}. One back-up admin is enough, or two.`] : []),
  ]
}

export function digestOf(body: AlmaUser): string {
  return createHash("sha256").update(JSON.stringify(body)).digest("base64url")
}
