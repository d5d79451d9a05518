import { describe, expect, it } from "vitest"
import { may, type Permission, type Role } from "@/lib/domain/actor"
import { personActor } from "./identity-fixtures"
import { mayAnywhere, requireEverywhere } from "./permissions"

const HERE = "018f0000-0000-7000-8000-000000000001"
const THERE = "018f0000-0000-7000-8000-000000000002"
const READS: Permission[] = ["outage.read", "institution.read", "audit.read"]
const CHANGES: Permission[] = ["outage.declare", "outage.change", "outage.end", "codes.issue"]
const MANAGES: Permission[] = ["institution.manage", "people.manage"]
const GRANTS: Record<Role, Permission[]> = {
  observer: READS,
  liaison: [...READS, ...CHANGES],
  admin: [...READS, ...CHANGES, ...MANAGES],
}

describe.each(["observer", "liaison", "admin"] as const)("%s", (role) => {
  it.each([...READS, ...CHANGES, ...MANAGES])("%s: in their own institution as granted, elsewhere never", (permission) => {
    const actor = personActor("p", role, HERE)
    const granted = GRANTS[role].includes(permission)
    expect(may(actor, permission, HERE)).toBe(granted)
    expect(mayAnywhere(actor, permission)).toBe(granted)
    expect(may(actor, permission, THERE)).toBe(false)
    expect(() => requireEverywhere(actor, permission)).toThrow(/does not allow/)
    expect(may(personActor("p", role, null), permission, THERE)).toBe(granted)
  })
})

it("nobody and the pick-up page may do nothing", () => {
  const nobody = { kind: "pickup", name: "Somebody" } as const
  for (const permission of [...READS, ...CHANGES, ...MANAGES]) expect(mayAnywhere(nobody, permission)).toBe(false)
  expect(() => requireEverywhere({ kind: "person", personId: "p", name: "P", memberships: [] }, "outage.read")).toThrow(/does not allow/)
})
