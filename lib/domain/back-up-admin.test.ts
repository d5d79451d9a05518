import { describe, expect, it } from "vitest"
import type { AlmaUser } from "./alma-user"
import { activeRoles, inspectBackupAdmin, looksLikeList, managesUsers, workAddress } from "./back-up-admin"

const rules = { today: "2026-11-22", sisGroups: ["STAFF"], ownAddresses: ["ruth.okafor@practice.example"] }
const role = (value: string, desc: string, more = {}) => ({ status: { value: "ACTIVE" }, role_type: { value, desc }, ...more })
const email = (email_address: string, type = "work", preferred = false) => ({ email_address, preferred, email_type: [{ value: type }] })

/** As CARLI advises. */
const good = (): AlmaUser => ({
  primary_id: "backup_admin",
  first_name: "Backup",
  last_name: "ADMIN",
  record_type: { value: "STAFF" },
  account_type: { value: "INTERNAL" },
  status: { value: "ACTIVE" },
  expiry_date: "2036-12-31Z",
  user_group: { value: "ALMA_ADMIN", desc: "Alma administrators" },
  user_role: [role("50", "User Administrator")],
  contact_info: { email: [email("library-systems@practice.example")] },
})

const deviations = (change: Partial<AlmaUser>, more = rules) =>
  inspectBackupAdmin("backup_admin", { ...good(), ...change }, more)
    .filter((part) => part.status !== "ok")
    .map(({ id, status, says, why }) => [id, status, says, typeof why])

describe("a back-up admin account", () => {
  it("is good as CARLI advises", () => {
    expect(deviations({})).toEqual([])
  })

  it("has to be in Alma, under its own Primary ID", () => {
    expect(inspectBackupAdmin("backup_admin", null, rules)).toMatchObject([{ id: "exists", status: "fail", says: "is not in Alma" }])
    expect(deviations({ primary_id: "someone" })).toEqual([["exists", "fail", "is not a Primary ID, but another identifier of someone", "string"]])
  })

  it.each<[string, Partial<AlmaUser>, string, string, RegExp]>([
    ["is External", { account_type: { value: "EXTERNAL" } }, "internal", "fail", /not Internal/],
    ["has the third account type", { account_type: { value: "INTEXTAUTH" } }, "internal", "fail", /not Internal/],
    ["is a Public record", { record_type: { value: "PUBLIC" } }, "staff", "fail", /not a Staff record/],
    ["is inactive", { status: { value: "INACTIVE" } }, "active", "fail", /not active/],
    ["has expired", { expiry_date: "2026-11-21Z" }, "expiry", "fail", /expired on 2026-11-21/],
    ["expires soon", { expiry_date: "2027-01-20Z" }, "expiry", "warn", /expires on 2027-01-20/],
    ["is no User Administrator", { user_role: [role("21", "User Manager")] }, "user_administrator", "fail", /no User Administrator/],
    ["was a User Administrator", { user_role: [role("50", "User Administrator", { status: { value: "INACTIVE" } })] }, "user_administrator", "fail", /no User Administrator/],
    ["was one until last month", { user_role: [role("50", "User Administrator", { expiry_date: "2026-10-31Z" })] }, "user_administrator", "fail", /no User Administrator/],
    ["is a Patron", { user_role: [role("50", "User Administrator"), role("200", "Patron")] }, "patron", "fail", /Patron role/],
    ["is in a group that is loaded", { user_group: { value: "staff", desc: "Library staff" } }, "group", "warn", /Library staff, which the campus load writes to/],
    ["has no e-mail", { contact_info: {} }, "mail", "warn", /no work e-mail/],
    ["has a colleague's own e-mail", { contact_info: { email: [email("Ruth.Okafor@practice.example")] } }, "mail", "warn", /one person's own/],
    ["has an e-mail that looks like a person's", { contact_info: { email: [email("m.mbatha@practice.example")] } }, "mail", "warn", /looks like one person's/],
  ])("is told when it %s", (_what, change, id, status, says) => {
    expect(deviations(change)).toEqual([[id, status, expect.stringMatching(says), "string"]])
  })

  it("never claims to know a group when nobody has said which are loaded", () => {
    expect(deviations({}, { ...rules, sisGroups: [] })).toEqual([["group", "unknown", null, "string"]])
  })

  it("may expire never, and counts an address of another kind only where there is none for work", () => {
    expect(deviations({ expiry_date: "" })).toEqual([])
    const contact_info = { email: [email("me@home.example", "personal"), email("desk@practice.example"), email("circulation@practice.example", "work", true)] }
    expect(workAddress({ contact_info })).toBe("circulation@practice.example")
    expect(workAddress({ contact_info: { email: [email("me@home.example", "personal")] } })).toBe("me@home.example")
  })
})

it("guesses a department's list by its words, and says no more than that", () => {
  expect(["circ-desk@a.example", "LibrarySystems@a.example", "ill.office@a.example"].map(looksLikeList)).toEqual([true, true, true])
  expect(["ada.novotny@library.example", "jsmith4@a.example"].map(looksLikeList)).toEqual([false, false])
})

it("knows who may manage users, by id or by name", () => {
  const roles = activeRoles({ user_role: [role("21", ""), role("999", "User Administrator"), role("32", "Circulation Desk Operator"), role("50", "", { status: { value: "INACTIVE" } })] }, rules.today)
  expect(roles.filter(managesUsers).map((one) => one.id)).toEqual(["21", "999"])
})
