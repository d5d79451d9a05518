import { describe, expect, it } from "vitest"
import { envelope, pages, queryOf, say, withAlma, type Answer } from "@/lib/alma/test-server"

describe("configuration", () => {
  it("tells which Alma the key reaches", async () => {
    const institution = { value: "01NOR_INST", desc: "Northwood" }
    const value = { institution: { code: "01NOR_INST", name: "Northwood" }, environment: "sandbox" }
    for (const environment_type of ["SANDBOX", { value: "sandbox" }]) {
      await withAlma(say(200, { institution, environment_type }), async (alma) => {
        expect(await alma.general()).toEqual({ kind: "ok", value })
      })
    }
    await withAlma(say(200, { institution }), async (alma) => {
      expect(await alma.general()).toMatchObject({ value: { environment: "unknown" } })
    })
  })

  it("asks what the key may do", async () => {
    const answer: Answer = (request, response) => {
      const isRead = request.method === "GET"
      say(isRead ? 200 : 400, isRead ? "" : envelope("UNAUTHORIZED"))(request, response)
    }
    await withAlma(answer, async (alma, seen) => {
      const all = [alma.canReadUsers, alma.canWriteUsers, alma.canReadConf, alma.canWriteConf]
      const outcomes = []
      for (const ask of all) outcomes.push(await ask())
      const values = outcomes.map((outcome) => outcome.kind === "ok" && outcome.value)
      expect(values).toEqual([true, false, true, false])
      expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
        "GET /almaws/v1/users/operation/test",
        "POST /almaws/v1/users/operation/test",
        "GET /almaws/v1/conf/test",
        "POST /almaws/v1/conf/test",
      ])
    })
  })

  it("reads code tables, integration profiles and staff logins", async () => {
    const row = [{ code: "21", description: "User Manager", enabled: "true" }]
    await withAlma(say(200, { name: "HFrUserRoles.roleType", row }), async (alma) => {
      expect(await alma.codeTable("HFrUserRoles.roleType")).toEqual({
        kind: "ok",
        value: {
          name: "HFrUserRoles.roleType",
          rows: [{ code: "21", description: "User Manager", enabled: true }],
        },
      })
    })
    const profile = { id: "1", code: "SIS", name: "Feed", type: { value: "USERS" }, system: { value: "X" } }
    await withAlma(pages("integration_profile", [profile]), async (alma) => {
      expect(await alma.integrationProfiles()).toEqual({
        kind: "ok",
        value: [{ id: "1", code: "SIS", name: "Feed", type: "USERS", system: "X" }],
      })
    })
    await withAlma(say(200, { login_event: [{ a: 1 }], total_record_count: 9 }), async (alma, seen) => {
      const from = new Date("2025-10-04T23:00:00Z")
      expect(await alma.staffLoginReport({ from, to: from, limit: 5 })).toEqual({
        kind: "ok",
        value: { total: 9, events: [{ a: 1 }] },
      })
      expect(queryOf(seen[0]).get("login_date_from")).toBe("2025-10-04")
    })
  })
})
