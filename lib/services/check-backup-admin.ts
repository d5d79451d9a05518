import type { AlmaClient } from "@/lib/alma/alma-client"
import type { Institution } from "@/lib/db/generated/client"
import { codedValue, isEntry, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { failureSentence } from "@/lib/domain/sentences"
import type { CheckView } from "@/lib/domain/views"
import { todayIn } from "./judge-accounts"

const ID = "backup-admin"
/** Role ids seen in real records; the description is looked at too. */
const USER_ADMINISTRATOR = "50"
const PATRON = "200"

/** CARLI's advice: an Internal staff account that lets a person in when nothing else does, and that no feed loads. */
export async function checkBackupAdmin(alma: AlmaClient, institution: Institution, now: Date): Promise<CheckView> {
  const id = institution.backupAdminId
  if (id === null) {
    const fix = `Name it with: lantern institution set ${institution.code} --backup-admin PRIMARY_ID`
    return { id: ID, status: "warn", message: "No back-up admin account is named.", fix }
  }
  const answer = await alma.getUser(id)
  if (answer.kind === "not_found") {
    return { id: ID, status: "fail", message: `Alma knows no account ${id}.`, fix: "Create it in Alma, or name another." }
  }
  if (answer.kind !== "ok") {
    return { id: ID, status: "warn", message: `${id} could not be read. ${failureSentence(answer)}`, fix: "Mend the key, then check again." }
  }
  const wrong = whatIsWrong(answer.value, id, todayIn(institution.timeZone, now))
  if (wrong.length === 0) {
    return { id: ID, status: "ok", message: `${id} is Internal, active and a User Administrator.`, fix: null }
  }
  return { id: ID, status: "fail", message: `${id} ${wrong.join("; ")}.`, fix: "Change this account in Alma, as CARLI advises." }
}

function whatIsWrong(user: AlmaUser, id: string, today: string): string[] {
  const facts = readFacts(user)
  if (!samePrimaryId(facts.primaryId, id)) return [`is not a Primary ID, but another identifier of ${facts.primaryId}`]
  const expired = facts.expiryDate !== null && facts.expiryDate < today
  const roles = activeRoles(user)
  return [
    facts.accountType !== "INTERNAL" && "is not Internal, so it can't log in without campus sign-on",
    codedValue(user.record_type).toUpperCase() !== "STAFF" && "is not a Staff record",
    facts.status !== "ACTIVE" && "is not active",
    expired && `expired on ${facts.expiryDate}`,
    !roles.some((role) => role.id === USER_ADMINISTRATOR || /^user administrator$/i.test(role.name)) && "has no User Administrator role",
    roles.some((role) => role.id === PATRON || /^patron$/i.test(role.name)) && "has a Patron role, which a user load may act on",
  ].filter((sentence) => sentence !== false)
}

function activeRoles(user: AlmaUser): { id: string; name: string }[] {
  const field = user.user_role
  const roles = Array.isArray(field) ? field : [field]
  return roles
    .filter(isEntry)
    .filter((role) => ["", "ACTIVE"].includes(codedValue(role.status).toUpperCase()))
    .map((role) => ({
      id: codedValue(role.role_type),
      name: isEntry(role.role_type) && typeof role.role_type.desc === "string" ? role.role_type.desc.trim() : "",
    }))
}
