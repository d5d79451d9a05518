import { describe, expect, it } from "vitest"
import { entryKey, originalFacts, readFacts } from "./account-facts"
import { quietFromAt } from "./closing"
import { changedFields, directSwitchBody, isSamePerson } from "./merge-user"
import { isWellFormedCode } from "./pickup-code"
import { readStaffLogin } from "./staff-login"
import { sayAloud, temporaryPassword } from "./temporary-password"

describe("an account", () => {
  it("has its name from its parts where Alma sends no whole one", () => {
    expect(readFacts({ first_name: "Ada", last_name: "Abernethy" }).name).toBe("Ada Abernethy")
    expect(readFacts({ last_name: "Abernethy" }).name).toBe("Abernethy")
  })

  it("has numbers for text where Alma sends them", () => {
    expect(readFacts({ primary_id: 2001 as unknown as string, user_identifier: [{ id_type: { value: "B" }, value: 7 }] })).toMatchObject({
      primaryId: "2001", identifiers: [{ type: "B", value: "7" }],
    })
  })

  it("expires on a day that stands in front, not one somewhere in a text", () => {
    expect(readFacts({ expiry_date: "not 2027-06-30" }).expiryDate).toBeNull()
    expect(readFacts({ expiry_date: "2027-06-30T00:00:00Z" }).expiryDate).toBe("2027-06-30")
  })

  it("tells two kinds of address from one that is named alike, and looks past an empty kind", () => {
    const key = (...kinds: string[]) => entryKey("address", { address_type: kinds.map((value) => ({ value })) })
    expect(key("work", "home")).not.toBe(key("workhome"))
    expect(key("work", "home")).toBe(key("home", "work"))
    expect(key("work", "")).toBe(key("work"))
  })
})

describe("what came back is what was sent", () => {
  it("also where the parts stand in another order, or a link or nothing was added", () => {
    expect(changedFields({ a: { x: "1", y: "2" } }, { a: { y: "2", x: "1" } })).toEqual([])
    expect(changedFields({ a: { x: "1", link: "here" } }, { a: { x: "1", link: "there" } })).toEqual([])
    expect(changedFields({ a: [{ x: "1" }, ""] }, { a: [{ x: "1" }] })).toEqual([])
    expect(changedFields({ a: { x: "1", y: null } }, { a: { x: "1" } })).toEqual([])
  })

  it("or not, told in the order of the alphabet", () => {
    expect(changedFields({ c: "1", a: "1" }, { b: "1" })).toEqual(["a", "b", "c"])
    expect(changedFields({ a: { x: "1" } }, { a: { y: "1" } })).toEqual(["a"])
  })
})

it("the direct way sets the word that Alma shows beside the value", () => {
  expect(directSwitchBody({})).toEqual({ account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" })
})

describe("someone under another primary id", () => {
  const original = originalFacts(readFacts({ primary_id: "a", last_name: "Abernethy", user_identifier: [{ id_type: "B", value: "1" }] }))

  it("is nobody with other identifiers of the same kind", () => {
    expect(isSamePerson({ last_name: "Abernethy", user_identifier: [{ id_type: "B", value: "2" }] }, original)).toBe(false)
    expect(isSamePerson({ last_name: "ABERNETHY", user_identifier: [{ id_type: "B", value: "1" }] }, original)).toBe(true)
  })

  it("is nobody for want of a name on both sides", () => {
    const nameless = { ...original, lastName: "" }
    expect(isSamePerson({ user_identifier: [{ id_type: "B", value: "1" }] }, nameless)).toBe(false)
  })
})

it("the quiet period counts from the read where nothing is known of a write", () => {
  const at = new Date("2026-03-02T10:00:00Z")
  expect(quietFromAt({ externalReads: 2, quietFrom: null }, { at, isReadBack: true })).toEqual(at)
})

it("a code with letters that are none is no code, whatever its last one", () => {
  for (const last of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
    for (const body of ["!!00000000", "0!0!000000", "UU00000000", "!!!!!!!!!!", "é!00000000"]) {
      expect(isWellFormedCode(body + last)).toBe(false)
    }
  }
})

describe("a row of the staff login report", () => {
  const row = { primary_id: "ada", login_time: "2026-11-19T13:42:07Z" }
  const at = new Date("2026-11-19T13:42:07Z")

  it("says nothing of a failed login, however that is written", () => {
    for (const successful of [false, "false", "FALSE", "n", "N", "no", "No"]) expect(readStaffLogin({ ...row, successful })).toBeNull()
    for (const successful of [true, "true", "Y", "yes", null]) expect(readStaffLogin({ ...row, successful })).toEqual({ primaryIdKey: "ada", at })
  })

  it("has its time with spaces around, and with a space before a zone", () => {
    expect(readStaffLogin({ ...row, login_time: " 2026-11-19T13:42:07Z " })?.at).toEqual(at)
    expect(readStaffLogin({ ...row, login_time: "2026-11-19 13:42:07Z" })?.at).toEqual(at)
    expect(readStaffLogin({ ...row, login_time: "2026-11-19 14:42:07+01:00" })?.at).toEqual(at)
  })

  it("isn't read from what is no name or no time", () => {
    expect(readStaffLogin({ login_time: row.login_time, user: { primary_id: 5 } })).toBeNull()
    expect(readStaffLogin({ login_time: row.login_time, user: null, primary_id: null })).toBeNull()
    expect(readStaffLogin({ primary_id: "ada", timestamp: 1_763_559_727 })).toBeNull()
  })
})

describe("a temporary password", () => {
  const bytes = (text: string) => [...text].map((character) => "abcdefghjkmnpqrtwxy34679".indexOf(character))
  const drawing = (...texts: string[]) => {
    const left = texts.flatMap(bytes)
    return () => left.shift()!
  }

  it("is drawn again when it has no letter, or no digit", () => {
    expect(temporaryPassword("", drawing("333333333333", "a3b3c3d3e3f3"))).toBe("a3b3c3d3e3f3")
    expect(temporaryPassword("", drawing("abcabcabcabc", "a3b3c3d3e3f3"))).toBe("a3b3c3d3e3f3")
  })

  it("comes to an end with a generator that is broken", () => {
    expect(temporaryPassword("", () => 0)).toBe("aaaaaaaaaaaa")
  })

  it("is said in words, letters by their capital", () => {
    expect(sayAloud("k7qx3")).toBe("Kilo, seven, Quebec, X-ray, three")
    expect(sayAloud("?a")).toBe("?, Alfa")
    expect(sayAloud("")).toBe("")
  })
})
