import { describe, expect, it } from "vitest"
import type { AccountFacts } from "./account-facts"
import { judge, judgeUnread } from "./verdict"

const good: AccountFacts = {
  primaryId: "aada", accountType: "EXTERNAL", externalId: "SIS_BANNER", segments: [], identifiers: [], lastName: "A", name: "Ada A",
  department: null, status: "ACTIVE", expiryDate: null,
}
const told = (facts: Partial<AccountFacts>) => judge({ ...good, ...facts }, { today: "2026-03-02", backupAdminIds: ["backup_admin"] })

describe("what is said of an account", () => {
  it.each<[Partial<AccountFacts>, string, string]>([
    [{}, "switch", "Active, returns to SIS_BANNER."],
    [{ primaryId: "BACKUP_admin" }, "protected", "Your back-up admin account."],
    [{ primaryId: "exl_support" }, "protected", "A system account of Ex Libris or CARLI."],
    [{ name: "Alma Administrator" }, "protected", "A system account of Ex Libris or CARLI."],
    [{ accountType: "INTERNAL" }, "already_internal", "Already Internal before."],
    [{ accountType: "INTEXTAUTH" }, "already_internal", "Account type is “INTEXTAUTH”, neither External nor Internal."],
    [{ accountType: "" }, "already_internal", "Account type is “empty”, neither External nor Internal."],
    [{ status: "INACTIVE" }, "inactive", "Inactive: could not log in."],
    [{ expiryDate: "2026-03-01" }, "expired", "Expired 2026-03-01: could not log in."],
    [{ externalId: "" }, "no_external_id", "No external id: could not be returned."],
  ])("%o", (facts, verdict, reason) => {
    expect(told(facts)).toEqual({ verdict, reason })
  })

  it("bars in this order: protected, Internal, inactive, expired, no external id", () => {
    const all = { primaryId: "exl_x", accountType: "INTERNAL", status: "INACTIVE", expiryDate: "2001-01-01", externalId: "" }
    const verdicts = ["primaryId", "accountType", "status", "expiryDate", "externalId"].map((_, at, names) => {
      const left = Object.fromEntries(Object.entries(all).filter(([name]) => names.indexOf(name) >= at))
      return told(left).verdict
    })
    expect(verdicts).toEqual(["protected", "already_internal", "inactive", "expired", "no_external_id"])
  })
})

it("an account that nobody can read is looked at by a person, but for those that nobody may touch", () => {
  const rules = { today: "2026-03-02", backupAdminIds: ["backup_admin"] }
  expect(judgeUnread("aada", rules)).toEqual({ verdict: "not_read", reason: "This key can't read users: look at the account in Alma before you switch it." })
  for (const id of ["Backup_Admin", "exl_support", "rialto_x", "carli_y", "LEGANTO_guest"]) expect(judgeUnread(id, rules).verdict).toBe("protected")
  expect(judgeUnread("backup_admin", { ...rules, backupAdminIds: [] }).verdict).toBe("not_read")
})
