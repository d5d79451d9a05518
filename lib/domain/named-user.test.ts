import { describe, expect, it } from "vitest"
import {
  allowanceState, carriesRoles, changesSince, countsAsNamed, inOrder, type NamedUser, namedUserOf, NOT_COUNTED_BY_CARLI, packRole, unknownNames, unpackRole,
} from "./named-user"

const rules = { roleNames: new Map([["200", "Patron"], ["32", "Circulation Desk Operator"], ["46", "Selector"], ["243", "Selector Extended"]]), notCounted: [], today: "2026-11-22" }
const role = (code: string, more: Record<string, unknown> = {}) => ({
  status: { value: "ACTIVE" }, scope: { value: "MAIN", desc: "Main Library" }, role_type: { value: code, desc: "" }, parameter: [], ...more,
})
const user = (roles: unknown, more: Record<string, unknown> = {}) => ({
  primary_id: "ada", first_name: "Ada", last_name: "Moss", status: { value: "ACTIVE" }, account_type: { value: "EXTERNAL" }, expiry_date: "2099-12-31Z", user_role: roles, ...more,
})

describe("who is a Named User", () => {
  it("is an active user with a role that can log in, and says which", () => {
    expect(namedUserOf(user([role("200"), role("32")]), rules)).toEqual({
      primaryId: "ada", name: "Ada Moss", roles: [{ code: "32", name: "Circulation Desk Operator" }],
      libraries: [{ code: "MAIN", name: "Main Library" }], accountType: "EXTERNAL", expired: false,
    })
  })

  it.each(NOT_COUNTED_BY_CARLI)("isn't by %s alone, whatever its id", (name) => {
    expect(namedUserOf(user([role("9001", { role_type: { value: "9001", desc: name } })]), rules)).toBeNull()
  })

  it("is by a role whose name only begins like one that doesn't count", () => {
    expect(namedUserOf(user([role("46")]), rules)).toBeNull()
    expect(namedUserOf(user([role("243")]), rules)?.roles).toEqual([{ code: "243", name: "Selector Extended" }])
  })

  it("is by a role that nobody knows by name: it may let somebody in", () => {
    expect(namedUserOf(user([role("777")]), rules)?.roles).toEqual([{ code: "777", name: "Role 777" }])
  })

  it("isn't when the record is inactive, and is when only its date is past", () => {
    expect(namedUserOf(user([role("32")], { status: { value: "INACTIVE" } }), rules)).toBeNull()
    expect(namedUserOf(user([role("32")], { expiry_date: "2026-11-21Z" }), rules)).toMatchObject({ expired: true })
    expect(namedUserOf(user([role("32")], { expiry_date: "2026-11-22Z" }), rules)).toMatchObject({ expired: false })
  })

  it("isn't by a role that is inactive or over; on its last day it counts", () => {
    expect(namedUserOf(user([role("32", { status: { value: "INACTIVE" } })]), rules)).toBeNull()
    expect(namedUserOf(user([role("32", { expiry_date: "2026-11-21Z" })]), rules)).toBeNull()
    expect(namedUserOf(user([role("32", { expiry_date: "2026-11-22Z" })]), rules)).not.toBeNull()
  })

  it("is counted alike Internal and External", () => {
    const internal = namedUserOf(user([role("32")], { account_type: { value: "INTERNAL" } }), rules)
    expect(internal).toMatchObject({ accountType: "INTERNAL", roles: [{ code: "32" }] })
  })

  it("has each role and library once, from one role as an object too", () => {
    const twice = namedUserOf(user([role("32"), role("32", { scope: { value: "LAW", desc: "Law Library" } })]), rules)
    expect(twice?.roles).toHaveLength(1)
    expect(twice?.libraries.map((one) => one.code)).toEqual(["MAIN", "LAW"])
    expect(namedUserOf(user(role("32")), rules)?.roles).toHaveLength(1)
  })

  it("isn't without roles or without an id", () => {
    expect(namedUserOf(user(undefined), rules)).toBeNull()
    expect(namedUserOf(user([role("32")], { primary_id: "" }), rules)).toBeNull()
  })
})

describe("the institution's own list", () => {
  const own = { ...rules, notCounted: [{ code: "32", name: "Circulation Desk Operator" }, { code: "200", name: "Patron" }] }
  it("takes the place of CARLI's", () => {
    expect(namedUserOf(user([role("32")]), own)).toBeNull()
    expect(namedUserOf(user([role("46")]), own)).not.toBeNull()
  })

  it("doesn't hold for a role that is called otherwise now: never by id alone", () => {
    const renamed = { ...own, roleNames: new Map([["32", "Head of Everything"]]) }
    expect(namedUserOf(user([role("32")]), renamed)?.roles).toEqual([{ code: "32", name: "Head of Everything" }])
  })

  it("is kept with names", () => {
    expect(unpackRole(packRole({ code: "32", name: "A|B" }))).toEqual({ code: "32", name: "A|B" })
    expect(unpackRole("200")).toEqual({ code: "200", name: "" })
  })
})

it("tells names that this Alma doesn't have, without regard to case and spaces", () => {
  expect(unknownNames([" PATRON", "Trial  participant"])).not.toContain("Patron")
  expect(unknownNames([" PATRON", "Trial  participant"])).not.toContain("Trial Participant")
  expect(unknownNames(["Patron"])).toContain("Rialto Manager")
  expect(countsAsNamed({ code: "1", name: " trial   PARTICIPANT " }, rules)).toBe(false)
})

it("knows a page without roles from people without roles", () => {
  expect(carriesRoles([{ primary_id: "a" }, { primary_id: "b" }])).toBe(false)
  expect(carriesRoles([{ primary_id: "a", user_role: [] }])).toBe(true)
  expect(carriesRoles([])).toBe(true)
})

const named = (primaryId: string, name: string | null = null): NamedUser => ({ primaryId, name, roles: [], libraries: [], accountType: "EXTERNAL", expired: false })

it("compares two counts without regard to case", () => {
  const changes = changesSince({ at: "2026-10-01T00:00:00.000Z", people: [named("ada"), named("ben")] }, [named("ADA"), named("cleo")])
  expect(changes).toMatchObject({ before: 2, added: [{ primaryId: "cleo" }], gone: [{ primaryId: "ben" }] })
})

it("lists each once, by name", () => {
  expect(inOrder([named("z", "Zoe"), named("b"), named("Z", "Zoe")]).map((one) => one.primaryId)).toEqual(["b", "Z"])
})

it.each([[89, 100, "within"], [90, 100, "near"], [100, 100, "near"], [101, 100, "over"], [5, null, "none"], [0, 0, "near"]] as const)(
  "%d of %s is %s", (counted, allowance, state) => expect(allowanceState(counted, allowance)).toBe(state),
)
