import { z } from "zod"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { USER_ADMINISTRATOR, USER_MANAGER } from "@/lib/domain/back-up-admin"
import { emailInput } from "./add-person"

/** Roles at the institution's level that take no library or desk, so that nothing more need be said of them. */
const OFFERED_ROLES: Record<string, string> = {
  [USER_ADMINISTRATOR]: "User Administrator",
  [USER_MANAGER]: "User Manager",
  "26": "General System Administrator",
}

const text = (what: string, most: number) => z.string(`Give ${what}.`).trim().min(1, `Give ${what}.`).max(most, `At most ${most} characters: ${what}.`)

export const backupAdminData = z.object({
  primaryId: text("the Primary ID", 255).regex(/^[^\s/\\?#%]+$/, "The Primary ID is one word without / ? # or %, such as backup_admin."),
  firstName: text("the first name", 255),
  lastName: text("the last name", 255),
  email: emailInput,
  userGroup: text("the code of the user group", 255),
  /** Ids besides User Administrator, which it always gets. */
  roles: z.array(z.enum(Object.keys(OFFERED_ROLES), "This role isn't one of those offered.")).max(5).default([]),
  owner: text("who looks after it", 200),
  purpose: text("what it is for", 500),
})
export type BackupAdminData = z.output<typeof backupAdminData>

/** What CARLI's guide recommends, to begin with. */
export const RECOMMENDED = { primaryId: "backup_admin", firstName: "Backup", lastName: "ADMIN" }

const YEARS = 10

/**
 * The account as it is sent to Alma, without its password. Nothing is left to Alma's own rules but what the institution
 * makes mandatory (401664 then names it).
 * @param scope code and name of the institution, which the roles are for
 * @param today `YYYY-MM-DD`
 */
export function backupAdminBody(data: BackupAdminData, scope: { code: string; name: string }, today: string): AlmaUser {
  const expiry = `${Number(today.slice(0, 4)) + YEARS}-12-31Z`
  const roles = [...new Set([USER_ADMINISTRATOR, ...data.roles])]
  return {
    record_type: coded("STAFF", "Staff"),
    primary_id: data.primaryId,
    first_name: data.firstName,
    last_name: data.lastName,
    user_group: { value: data.userGroup },
    preferred_language: coded("en", "English"),
    expiry_date: expiry,
    account_type: coded("INTERNAL", "Internal"),
    external_id: "",
    status: coded("ACTIVE", "Active"),
    force_password_change: "",
    contact_info: {
      address: [],
      email: [{ email_address: data.email, preferred: true, segment_type: "Internal", email_type: [coded("work", "Work")] }],
      phone: [],
    },
    user_identifier: [],
    user_role: roles.map((role) => ({
      status: coded("ACTIVE", "Active"),
      scope: { value: scope.code, desc: scope.name },
      role_type: coded(role, OFFERED_ROLES[role] ?? role),
      parameter: [],
    })),
    user_block: [],
    user_note: [],
    user_statistic: [],
    proxy_for_user: [],
  }
}

export interface PreviewField {
  title: string
  value: string
}

/** Field by field what will be sent; empty lists aren't told. */
export function previewFields(body: AlmaUser): PreviewField[] {
  const desc = (field: unknown) => (typeof field === "object" && field !== null ? fieldText(field as Record<string, unknown>) : plain(field))
  const roles = (body.user_role as { role_type: unknown; scope: unknown }[]).map((role) => `${desc(role.role_type)}, at ${desc(role.scope)}`)
  const [mail] = (body.contact_info as { email: { email_address: string }[] }).email
  return [
    { title: "Primary ID", value: plain(body.primary_id) },
    { title: "First name", value: plain(body.first_name) },
    { title: "Last name", value: plain(body.last_name) },
    { title: "Record type", value: desc(body.record_type) },
    { title: "Account type", value: desc(body.account_type) },
    { title: "Status", value: desc(body.status) },
    { title: "User group", value: desc(body.user_group) },
    { title: "Work e-mail", value: mail?.email_address ?? "none" },
    { title: "Preferred language", value: desc(body.preferred_language) },
    { title: "Expires", value: plain(body.expiry_date).slice(0, 10) },
    ...roles.map((value) => ({ title: "Role", value })),
    { title: "Password", value: "made by Lantern when you confirm, shown once, kept sealed" },
  ]
}


function coded(value: string, desc: string) {
  return { value, desc }
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : ""
}

function fieldText(field: Record<string, unknown>): string {
  return plain(field.desc) || plain(field.value)
}
