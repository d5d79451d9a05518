import { describe, expect, it } from "vitest"
import type { AlmaUser } from "./alma-user"
import { compareRecords } from "./compare-record"

// A record is as loose as the JSON it is.
type Loose = ReturnType<typeof JSON.parse>

const record = (): AlmaUser => ({
  primary_id: "bare", account_type: { value: "EXTERNAL", desc: "External" }, external_id: "sis-1", first_name: "Bare", last_modified_date: "2026-11-20Z",
  contact_info: {
    email: [{ email_address: "bare@people.example", segment_type: "External", preferred: true }, { email_address: "other@people.example", segment_type: "Internal" }],
    phone: [], address: [],
  },
  user_identifier: [{ id_type: { value: "BARCODE" }, value: "777", segment_type: "External" }],
  user_role: [{ role_type: { value: "32", desc: "Circulation" }, scope: { value: "MAIN" }, status: { value: "ACTIVE" } }],
  pin_number: "1234",
})
const changed = (change: (user: Loose) => void): string[] => {
  const after = structuredClone(record()) as Loose
  change(after)
  return compareRecords(record(), after)
}

describe("a record from before and one from after", () => {
  it("are the same where Alma alone wrote, where words echo codes and where the order of a list is another", () => {
    expect(changed((user) => {
      user.last_modified_date = "2026-11-22Z"
      user.last_modified_by = "API"
      user.account_type.desc = "Externe"
      user.contact_info.email.reverse()
      user.contact_info.phone = undefined
      delete user.pin_number
    })).toEqual([])
  })

  it("differ in words, and nothing of a person's is told but codes", () => {
    expect(changed((user) => { user.account_type.value = "INTERNAL" })).toEqual(["account_type was EXTERNAL and is INTERNAL."])
    expect(changed((user) => { user.external_id = "" })).toEqual(["external_id is empty now."])
    expect(changed((user) => { user.first_name = "Someone" })).toEqual(["first_name is not what it was."])
    expect(changed((user) => { user.contact_info.email[0].segment_type = "Internal" }))
      .toEqual(["contact_info.email: segment_type of an entry was External and is Internal."])
  })

  it("differ where an entry is gone, has come, or a role has lost a part", () => {
    expect(changed((user) => { user.contact_info.email.pop() })).toEqual(["An entry of contact_info.email is gone."])
    expect(changed((user) => { user.user_identifier.push({ id_type: { value: "UNIV_ID" }, value: "9" }) }))
      .toEqual(["user_identifier has an entry that it did not have."])
    expect(changed((user) => { delete user.user_role[0].scope })).toEqual(["user_role: scope of an entry is empty now."])
    expect(changed((user) => { user.user_role = [] })).toEqual(["An entry of user_role is gone."])
  })
})
