import { describe, expect, it } from "vitest"
import { originalFacts, readFacts } from "./account-facts"
import type { AlmaUser } from "./alma-user"
import { changedFields, directSwitchBody, isSamePerson, passwordBody, returnBody, segmentsDiffer } from "./merge-user"

const email = (email_address: string, segment_type: string, more: object = {}) => ({ email_address, segment_type, ...more })
const identifier = (type: string, value: string, segment_type = "External") => ({ id_type: { value: type }, value, segment_type })

/** As it was before the outage. */
const before = {
  primary_id: "aabernethy",
  last_name: "Abernethy",
  account_type: { value: "EXTERNAL", desc: "External" },
  external_id: "SIS_BANNER",
  user_role: [{ role_type: { value: "32" } }],
  user_identifier: [identifier("BARCODE", "2001"), identifier("UNIV_ID", "U7"), identifier("NET_ID", "ab", "Internal")],
  contact_info: {
    email: [email("ada@abbey.example", "External"), email("ada@home.example", "Internal")],
    address: [{ address_type: [{ value: "work" }], line1: "1 Quad", segment_type: "External" }],
  },
  something_new: { deep: [1, { kept: null }] },
}
const original = originalFacts(readFacts(before))

/** As Alma shows it while Internal: the external id is lost, and every entry is labelled Internal. */
function internal(change: (user: typeof before) => void = () => {}): AlmaUser {
  const user = structuredClone(before)
  user.account_type = { value: "INTERNAL", desc: "Internal" }
  user.external_id = ""
  for (const entry of [...user.user_identifier, ...user.contact_info.email, ...user.contact_info.address]) entry.segment_type = "Internal"
  change(user)
  return user
}

const { user_role: _roles, ...beforeWithoutRoles } = before

describe("the body of a PUT", () => {
  const bodies: [string, (user: AlmaUser) => AlmaUser, string[]][] = [
    ["to return", (user) => returnBody(user, { ...original, segments: [] }), ["account_type", "external_id"]],
    ["to set a password", (user) => passwordBody(user, "secret-of-a-test"), ["force_password_change", "password"]],
    ["to switch directly", directSwitchBody, ["account_type", "external_id"]],
  ]

  it.each(bodies)("%s leaves the roles out, changes what it says, and keeps all else, known or not", (_, make, fields) => {
    const fresh = { ...internal(), account_type: { value: "OTHER" }, external_id: "other", unknown_list: [{ a: 1 }], unknown_null: null }
    const kept = structuredClone(fresh)
    const body = make(fresh)
    const names = new Set([...Object.keys(fresh), ...Object.keys(body)])
    const different = [...names].filter((name) => JSON.stringify(body[name]) !== JSON.stringify((fresh as AlmaUser)[name]))
    expect(different.sort()).toEqual([...fields, "user_role"].sort())
    expect("user_role" in body).toBe(false)
    expect(fresh).toEqual(kept)
  })

  it("of a password asks for a new one at the first login", () => {
    expect(passwordBody({}, "p")).toEqual({ password: "p", force_password_change: "TRUE" })
  })

  it("states a target", () => {
    expect(directSwitchBody(before)).toMatchObject({ account_type: { value: "INTERNAL" }, external_id: "" })
    expect(returnBody(before, original)).toMatchObject({ account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" })
    expect(returnBody({}, original)).toMatchObject({ account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" })
  })
})

describe("a return restores segments", () => {
  const contact = (body: AlmaUser) => body.contact_info as typeof before.contact_info

  it("so that the account is what it was, when nobody edited it", () => {
    expect(returnBody(internal(), original)).toEqual(beforeWithoutRoles)
    expect(segmentsDiffer(internal(), original)).toBe(true)
    expect(segmentsDiffer(before, original)).toBe(false)
  })

  it("of entries whose other parts were edited, and keeps the edit", () => {
    const body = returnBody(internal((user) => void (user.contact_info.address[0]!.line1 = "2 Quad")), original)
    expect(contact(body).address).toEqual([{ address_type: [{ value: "work" }], line1: "2 Quad", segment_type: "External" }])
  })

  it("in any order of the entries", () => {
    const body = returnBody(internal((user) => void user.contact_info.email.reverse()), original)
    expect(contact(body).email).toEqual([email("ada@home.example", "Internal"), email("ada@abbey.example", "External")])
  })

  it("but not of new entries, nor of those that became others", () => {
    const body = returnBody(internal((user) => {
      user.contact_info.email = [email("new@abbey.example", "Internal"), email("ada@abbey.example", "Internal")]
      user.user_identifier[0]!.value = "2999"
    }), original)
    expect(contact(body).email.map((entry) => entry.segment_type)).toEqual(["Internal", "External"])
    expect((body.user_identifier as typeof before.user_identifier).map((entry) => entry.segment_type)).toEqual(["Internal", "External", "Internal"])
  })

  it("of two entries with one key in their order, and of no third one", () => {
    const twice = { user_note: [
      { note_type: "A", created_date: "1", note_text: "first", segment_type: "External" },
      { note_type: "A", created_date: "1", note_text: "second", segment_type: "Internal" },
    ] }
    const now = { user_note: ["first", "second", "third"].map((note_text) => ({ note_type: "A", created_date: "1", note_text, segment_type: "None" })) }
    const body = returnBody(now, originalFacts(readFacts(twice)))
    expect((body.user_note as { segment_type: string }[]).map((note) => note.segment_type)).toEqual(["External", "Internal", "None"])
  })

  it("of none that somebody deleted: nothing is brought back", () => {
    const body = returnBody(internal((user) => void (user.contact_info.email = [])), original)
    expect(contact(body).email).toEqual([])
  })
})

describe("what came back isn't what was sent", () => {
  it("in a field that was changed, lost or added", () => {
    expect(changedFields({ a: "1", b: "2", c: "3" }, { a: "1", b: "9", d: "4" })).toEqual(["b", "c", "d"])
    expect(changedFields({ account_type: { value: "EXTERNAL" } }, { account_type: { value: "INTERNAL" } })).toEqual(["account_type"])
  })

  it("in an entry somewhere in a list", () => {
    const back = structuredClone(before)
    back.contact_info.email[1]!.segment_type = "External"
    expect(changedFields(before, back)).toEqual(["contact_info"])
  })

  it("but not in what Alma owns or never sends back", () => {
    const owned = ["password", "force_password_change", "user_role", "full_name", "last_modified_date", "last_modified_by", "status_date", "link"]
    expect(changedFields(Object.fromEntries(owned.map((name) => [name, "sent"])), Object.fromEntries(owned.map((name) => [name, "back"])))).toEqual([])
  })

  it("nor in descriptions, in the order of a list, or in what is empty in other ways", () => {
    const sent = { a: { value: "1" }, b: [{ x: "1" }, { x: "2" }], c: "", d: [], e: null }
    const back = { a: { value: "1", desc: "One" }, b: [{ x: "2" }, { x: "1", desc: "" }], c: { value: "", desc: "" }, d: null }
    expect(changedFields(sent, back)).toEqual([])
  })
})

describe("someone under another primary id is the person", () => {
  const found = (change: (user: typeof before) => void) => {
    const user = structuredClone(before)
    user.primary_id = "abrown"
    change(user)
    return isSamePerson(user, original)
  }

  it("by an identifier and the last name, or by two identifiers", () => {
    expect(found(() => {})).toBe(true)
    expect(found((user) => void (user.user_identifier.length = 1))).toBe(true)
    expect(found((user) => void (user.last_name = "Brown"))).toBe(true)
  })

  it("never by the name alone, one identifier alone, or one of another type", () => {
    expect(found((user) => void (user.user_identifier = []))).toBe(false)
    expect(found((user) => {
      user.last_name = "Brown"
      user.user_identifier.length = 1
    })).toBe(false)
    expect(found((user) => void (user.user_identifier = [identifier("OTHER", "2001")]))).toBe(false)
  })
})
