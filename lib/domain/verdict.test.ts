import { describe, expect, it } from "vitest"
import type { AccountFacts } from "./account-facts"
import { judge } from "./verdict"

const good: AccountFacts = {
  primaryId: "aabernethy",
  accountType: "EXTERNAL",
  externalId: "SIS_BANNER",
  segments: [],
  identifiers: [],
  lastName: "Abernethy",
  name: "Ada Abernethy",
  department: null,
  status: "ACTIVE",
  expiryDate: null,
}
const rules = { today: "2026-03-02", backupAdminIds: ["second_admin", "backup_admin"] }
const verdictOf = (facts: Partial<AccountFacts>) => judge({ ...good, ...facts }, rules).verdict

describe("only an active External account that can go back is switched", () => {
  it.each<[string, Partial<AccountFacts>, string]>([
    ["all in order", {}, "switch"],
    ["no status told", { status: "" }, "switch"],
    ["expires today", { expiryDate: "2026-03-02" }, "switch"],
    ["expired yesterday", { expiryDate: "2026-03-01" }, "expired"],
    ["inactive", { status: "INACTIVE" }, "inactive"],
    ["deleted, or any other status", { status: "DELETED" }, "inactive"],
    ["Internal already", { accountType: "INTERNAL", externalId: "" }, "already_internal"],
    ["the third account type", { accountType: "INTEXTAUTH" }, "already_internal"],
    ["no account type at all", { accountType: "" }, "already_internal"],
    ["no external id to go back to", { externalId: "" }, "no_external_id"],
  ])("%s", (_, facts, verdict) => {
    expect(verdictOf(facts)).toBe(verdict)
  })

  it("says what the third account type is called, and what it goes back to", () => {
    expect(judge({ ...good, accountType: "INTEXTAUTH" }, rules).reason).toContain("“INTEXTAUTH”")
    expect(judge(good, rules).reason).toContain("SIS_BANNER")
  })
})

describe("nobody touches", () => {
  it.each(["exl_impl", "EXL_support", "rialto_service", "carli_support", "Carli_", "leganto_guest", "Backup_Admin"])("%s", (primaryId) => {
    expect(verdictOf({ primaryId })).toBe("protected")
    // Also when something else would bar the switch: what is told first is that it is protected.
    expect(verdictOf({ primaryId, accountType: "INTERNAL", status: "INACTIVE" })).toBe("protected")
  })

  it("the user Alma Administrator, whatever the id", () => {
    expect(verdictOf({ primaryId: "alma_admin", name: " Alma ADMINISTRATOR " })).toBe("protected")
  })

  it("but does touch who only looks like it", () => {
    for (const primaryId of ["exlibris", "carlita", "my_exl_", "leganto_guest2", "backup_admin2"]) {
      expect(verdictOf({ primaryId })).toBe("switch")
    }
    expect(judge({ ...good, primaryId: "backup_admin" }, { ...rules, backupAdminIds: [] }).verdict).toBe("switch")
  })
})
