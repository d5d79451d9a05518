import { type Actor, may } from "@/lib/domain/actor"
import { keptChecks } from "@/lib/domain/checks"
import { jobWords } from "@/lib/domain/job-words"
import type { InstitutionSettingsView } from "@/lib/domain/settings-views"
import type { Institution } from "./generated/client"
import { institutionView } from "./outage-view"
import { findInstitution } from "./scope"
import type { Db } from "./types"

/** Everything that is set of one institution. @throws AppError `not_found`, `not_allowed` */
export async function readInstitutionSettings(db: Db, actor: Actor, codeOrId: string): Promise<InstitutionSettingsView> {
  const institution = await findInstitution(db, actor, codeOrId, "institution.read")
  const { id } = institution
  const [open, people, backupAdmins] = await Promise.all([
    db.outage.findFirst({ where: { institutionId: id, state: { not: "closed" }, drill: false }, select: { id: true } }),
    db.membership.groupBy({ by: ["role"], where: { OR: [{ institutionId: id }, { institutionId: null }], person: { disabledAt: null } }, _count: true }),
    db.backupAdmin.count({ where: { institutionId: id } }),
  ])
  const count = (role: string) => people.find((each) => each.role === role)?._count ?? 0
  const { practice, apiUrl, ssoMetadataUrl, sisProfile, sisGroups, backupAdminId, namedUserAllowance } = institution
  return {
    ...institutionView(institution),
    practice, apiUrl, ssoMetadataUrl, sisProfile, sisGroups, backupAdminId, namedUserAllowance,
    almaCode: practice ? null : (institution.almaIdentity?.split("|")[0] ?? null),
    job: jobOf(institution),
    jobProvedAt: institution.jobProvedAt?.toISOString() ?? null,
    directProvedAt: institution.directProvedAt?.toISOString() ?? null,
    setUp: (institution.setUp as InstitutionSettingsView["setUp"] | null) ?? {},
    key: keyOf(institution),
    mail: keptChecks(institution.checks).find(({ id: check }) => check === "mail")?.message ?? null,
    checkedAt: institution.checkedAt?.toISOString() ?? null,
    openOutage: open?.id ?? null,
    people: { admins: count("admin"), liaisons: count("liaison"), observers: count("observer") },
    backupAdmins,
    canManage: may(actor, "institution.manage", id),
  }
}

function jobOf({ jobId, jobParameters }: Institution): InstitutionSettingsView["job"] {
  if (jobId === null) return null
  const parameters = (jobParameters as { name: string; value: string }[] | null) ?? []
  return { id: jobId, parameters: parameters.length, words: jobWords(parameters) }
}

function keyOf(institution: Institution): InstitutionSettingsView["key"] {
  const isKey = (id: string) => id === "key.read" || id === "key.write" || id === "key.jobs"
  return keptChecks(institution.checks).flatMap(({ id, status, message }) => (isKey(id) ? [{ id, status, message }] : []))
}
