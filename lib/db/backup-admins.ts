import { primaryIdKey } from "@/lib/domain/account-facts"
import { type Actor, may } from "@/lib/domain/actor"
import type { BackupAdminsView, KeptBackupAdminView } from "@/lib/domain/backup-admin-view"
import { keptChecks } from "@/lib/domain/checks"
import type { BackupAdmin, Institution } from "./generated/client"
import { institutionView } from "./outage-view"
import { findInstitution } from "./scope"
import type { Db, Tx } from "./types"

/** Primary IDs of every back-up admin that an institution has named, in its settings or on their page: no verdict lets one be switched. */
export async function backupAdminIdsOf(db: Db | Tx, { id, backupAdminId }: Pick<Institution, "id" | "backupAdminId">): Promise<string[]> {
  const rows = await db.backupAdmin.findMany({ where: { institutionId: id }, select: { primaryId: true }, orderBy: { createdAt: "asc" } })
  return [...new Set([...(backupAdminId === null ? [] : [backupAdminId]), ...rows.map((row) => row.primaryId)])]
}

type Lent = Pick<BackupAdmin, "id" | "institutionId" | "outAt" | "outToId">

/** Ids of those that are checked out by somebody who may not borrow one there any more, and who still knows its password. */
export async function lentToStrangers(db: Db | Tx, rows: Lent[]): Promise<Set<string>> {
  const lent = rows.filter((row) => row.outAt !== null)
  const ids = lent.flatMap((row) => row.outToId ?? [])
  const people = ids.length === 0 ? [] : await db.person.findMany({ where: { id: { in: ids }, disabledAt: null }, include: { memberships: true } })
  const mayBorrow = ({ outToId, institutionId }: Lent) => people.some(({ id, memberships }) => id === outToId
    && memberships.some((one) => (one.institutionId === null || one.institutionId === institutionId) && one.role !== "observer"))
  return new Set(lent.filter((row) => !mayBorrow(row)).map((row) => row.id))
}

/** What the page of an institution's back-up admins shows to this person. */
export async function readBackupAdmins(db: Db, actor: Actor, institutionId: string): Promise<BackupAdminsView> {
  const institution = await findInstitution(db, actor, institutionId, "institution.read")
  const rows = await db.backupAdmin.findMany({ where: { institutionId: institution.id }, orderBy: { createdAt: "asc" } })
  const strangers = await lentToStrangers(db, rows)
  const keys = new Set(rows.map((row) => row.primaryIdKey))
  const named = institution.backupAdminId
  const checks = keptChecks(institution.checks)
  const personId = actor.kind === "person" ? actor.personId : null
  return {
    institution: institutionView(institution),
    check: checks.find((check) => check.id === "backup-admin") ?? null,
    kept: rows.map((row) => keptView(row, personId, strangers.has(row.id))),
    namedOnly: named === null || keys.has(primaryIdKey(named)) ? [] : [named],
    sisGroups: institution.sisGroups,
    canManage: may(actor, "institution.manage", institution.id),
    canTake: may(actor, "outage.declare", institution.id),
  }
}

function keptView(row: BackupAdmin, personId: string | null, gone: boolean): KeptBackupAdminView {
  const { id, primaryId, owner, purpose, createdBy, outTo, outAt } = row
  const isOld = row.sheetAt === null || (row.passwordSetAt !== null && row.sheetAt < row.passwordSetAt)
  return {
    id,
    primaryId,
    owner,
    purpose,
    createdAt: row.createdAt.toISOString(),
    createdBy,
    making: row.state === "making",
    hasPassword: row.passwordSealed !== null,
    passwordSetAt: row.passwordSetAt?.toISOString() ?? null,
    pending: row.candidateSealed !== null,
    sheetAt: row.sheetAt?.toISOString() ?? null,
    sheetIsOld: row.passwordSealed !== null && isOld,
    out: outTo === null || outAt === null ? null : { to: outTo, since: outAt.toISOString(), reason: row.outReason ?? "", mine: personId !== null && row.outToId === personId, gone },
  }
}
