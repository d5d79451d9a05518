import { describe, expect, it } from "vitest"
import type { Actor, Membership, Permission, Role } from "./actor"
import { LANTERN, ROLES, may, requirePermission, scopeOf } from "./actor"

const person = (...memberships: Membership[]): Actor => ({ kind: "person", personId: "p", name: "Ada", memberships })
const OPERATOR: Actor = { kind: "operator", name: "Operator" }
const PICKUP: Actor = { kind: "pickup", name: "Pick-up" }

const READS: Permission[] = ["outage.read", "institution.read", "audit.read"]
const CHANGES: Permission[] = ["outage.declare", "outage.change", "outage.end", "codes.issue"]
const MANAGES: Permission[] = ["institution.manage", "people.manage"]
const ALL = [...READS, ...CHANGES, ...MANAGES]
const GRANTS: Record<Role, Permission[]> = { observer: READS, liaison: [...READS, ...CHANGES], admin: ALL }

describe("who may do what", () => {
  it.each(ROLES)("%s: exactly what the role grants, in their own institution only", (role) => {
    const granted = (institution: string) => ALL.filter((permission) => may(person({ institutionId: "here", role }), permission, institution))
    expect(granted("here").toSorted()).toEqual(GRANTS[role].toSorted())
    expect(granted("there")).toEqual([])
    expect(ALL.filter((permission) => may(person({ institutionId: null, role }), permission, "there")).toSorted()).toEqual(GRANTS[role].toSorted())
  })

  it("there are three roles", () => {
    expect(ROLES).toEqual(["admin", "liaison", "observer"])
  })

  it("the operator and Lantern everything, the pick-up page nothing", () => {
    expect(LANTERN).toEqual({ kind: "lantern", name: "Lantern" })
    for (const permission of ALL) {
      expect([may(OPERATOR, permission, "x"), may(LANTERN, permission, "x"), may(PICKUP, permission, "x")]).toEqual([true, true, false])
    }
  })

  it("a refusal says what to do", () => {
    const observer = person({ institutionId: "here", role: "observer" })
    expect(() => requirePermission(observer, "outage.end", "here")).toThrow("Your role does not allow this. Ask a liaison of your institution.")
    expect(() => requirePermission(observer, "outage.read", "here")).not.toThrow()
    expect(() => requirePermission(observer, "outage.end", "here")).toThrow(expect.objectContaining({ name: "AppError", code: "not_allowed" }))
  })
})

it("an actor sees the institutions of their memberships, all of them, or none", () => {
  expect(scopeOf(person({ institutionId: "a", role: "observer" }, { institutionId: "b", role: "admin" }))).toEqual(["a", "b"])
  expect(scopeOf(person({ institutionId: "a", role: "observer" }, { institutionId: null, role: "observer" }))).toBe("all")
  expect(scopeOf(person())).toEqual([])
  expect([scopeOf(OPERATOR), scopeOf(LANTERN), scopeOf(PICKUP)]).toEqual(["all", "all", []])
})
