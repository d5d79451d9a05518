import { describe, expect, it } from "vitest"
import { codedValue, entryKey, originalFacts, primaryIdKey, readFacts, samePrimaryId, segmentEntries } from "./account-facts"

const user = {
  primary_id: "AAbernethy",
  first_name: "Ada",
  last_name: "Abernethy",
  full_name: "Ada B. Abernethy",
  job_description: "",
  user_group: { value: "STAFF", desc: "Staff" },
  account_type: { value: "external", desc: "External" },
  external_id: "SIS_BANNER",
  status: { value: "ACTIVE" },
  expiry_date: "2027-06-30Z",
  contact_info: {
    email: [{ email_address: "Ada@Abbey.example", segment_type: "External" }, { email_address: "ada@home.example", segment_type: "Internal" }],
    phone: { phone_number: "555-0100", segment_type: "External" },
  },
  user_identifier: [
    { id_type: { value: "BARCODE" }, value: "2001", segment_type: "External" },
    { id_type: { value: "UNIV_ID" }, value: "U7", segment_type: "" },
  ],
  user_note: [{ note_type: { value: "LIBRARY" }, note_text: "Kept for nobody", created_date: "2024-01-02Z", segment_type: "Internal" }],
}

describe("reading an account", () => {
  it("takes what Lantern decides by", () => {
    expect(readFacts(user)).toMatchObject({
      primaryId: "AAbernethy", accountType: "EXTERNAL", externalId: "SIS_BANNER", status: "ACTIVE",
      expiryDate: "2027-06-30", name: "Ada B. Abernethy", department: "Staff", lastName: "Abernethy",
    })
  })

  it("takes every entry's segment with what identifies the entry, and none where there is none", () => {
    expect(readFacts(user).segments).toEqual([
      { list: "email", key: "ada@abbey.example", segment: "External" },
      { list: "email", key: "ada@home.example", segment: "Internal" },
      { list: "phone", key: "555-0100", segment: "External" },
      { list: "user_identifier", key: "BARCODE|2001", segment: "External" },
      { list: "user_note", key: "LIBRARY|2024-01-02Z", segment: "Internal" },
    ])
  })

  it("makes do with an account that has next to nothing, and with odd shapes", () => {
    expect(readFacts({})).toEqual({
      primaryId: "", accountType: "", externalId: "", segments: [], identifiers: [], lastName: "", name: "",
      department: null, status: "", expiryDate: null,
    })
    const odd = { primary_id: undefined, external_id: 12, account_type: null, contact_info: [], user_identifier: ["text", null], user_note: "x", expiry_date: "soon" }
    expect(readFacts(odd)).toMatchObject({ primaryId: "", externalId: "12", accountType: "", segments: [], identifiers: [], expiryDate: null })
  })

  it("takes coded fields as objects, text, numbers or nothing", () => {
    expect([{ value: "A", desc: "x" }, { value: null }, "A", 3, null, undefined, ["A"]].map(codedValue)).toEqual(["A", "", "A", "3", "", "", ""])
  })

  it("takes one entry that came as an object for a list of one", () => {
    expect(segmentEntries(user, "phone")).toHaveLength(1)
    expect(segmentEntries(user, "address")).toEqual([])
  })
})

it("keeps of the original facts only what is put back and what finds the person again", () => {
  const kept = originalFacts(readFacts(user))
  expect(Object.keys(kept).sort()).toEqual(["accountType", "externalId", "identifiers", "lastName", "primaryId", "segments"])
  expect(JSON.stringify(kept)).not.toContain("Kept for nobody")
})

describe("an entry is the same entry", () => {
  it("by what identifies it, whatever else was edited", () => {
    const note = { note_type: { value: "LIBRARY" }, created_date: "2024-01-02Z" }
    expect(entryKey("user_note", { ...note, note_text: "a" })).toBe(entryKey("user_note", { ...note, note_text: "b" }))
    const address = { address_type: [{ value: "work" }, { value: "home" }], line1: "1 Quad" }
    expect(entryKey("address", address)).toBe(entryKey("address", { address_type: [{ value: "home" }, { value: "work" }], line1: "2 Quad" }))
    expect(entryKey("email", { email_address: "Ada@A.example" })).toBe(entryKey("email", { email_address: "ada@a.example" }))
  })

  it("and not when that changed", () => {
    expect(entryKey("user_identifier", { id_type: { value: "A" }, value: "1" })).not.toBe(entryKey("user_identifier", { id_type: { value: "B" }, value: "1" }))
    expect(entryKey("phone", { phone_number: "1" })).not.toBe(entryKey("phone", { phone_number: "2" }))
    expect(entryKey("user_block", { block_type: "A", created_date: "1" })).not.toBe(entryKey("user_block", { block_type: "A", created_date: "2" }))
    expect(entryKey("user_statistic", { statistic_category: "A" })).not.toBe(entryKey("user_statistic", { statistic_category: "B" }))
  })
})

it("compares primary ids without regard to case, and to how an accent is written", () => {
  expect(samePrimaryId("AAbernethy", "aabernethy")).toBe(true)
  expect(samePrimaryId("rené", "REN\u0045\u0301")).toBe(true)
  expect(samePrimaryId("aabernethy", "aabernethy2")).toBe(false)
  expect(samePrimaryId("rene", "rené")).toBe(false)
  expect(primaryIdKey("Name@Site.EDU")).toBe("name@site.edu")
})
