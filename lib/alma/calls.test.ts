import { describe, expect, it } from "vitest"
import { envelope, say, withAlma, type Answer, type SeenRequest } from "@/lib/alma/test-server"

const inst = (link: string | undefined) => ({
  id: "M148",
  name: "Update/Notify Users",
  parameter: [{ name: { value: "set_id" }, value: "77" }],
  additional_info: { value: "Job no. 956 triggered on Sun", link },
  link: "https://example.test/almaws/v1/conf/jobs/M148",
})

/** Serves a list in pages, as Alma does. */
function pages(key: string, rows: unknown[]): Answer {
  return (request, response) => {
    const query = new URL(request.url, "http://x").searchParams
    const offset = Number(query.get("offset"))
    const page = rows.slice(offset, offset + Number(query.get("limit")))
    say(200, { [key]: page, total_record_count: rows.length })(request, response)
  }
}

const queryOf = (request: SeenRequest | undefined) => new URL(request?.url ?? "", "http://x").searchParams

describe("users", () => {
  it.each([
    ["name@site.edu", "/almaws/v1/users/name%40site.edu"],
    ['a b@c/d+%é"', "/almaws/v1/users/a%20b%40c%2Fd%2B%25%C3%A9%22"],
    ["..%2f?x#y", "/almaws/v1/users/..%252f%3Fx%23y"],
  ])("encodes the id %s as one segment", async (id, path) => {
    await withAlma(say(200, { primary_id: id }), async (alma, seen) => {
      expect(await alma.getUser(id)).toMatchObject({ kind: "ok", value: { primary_id: id } })
      await alma.putUser(id, { primary_id: id })
      await alma.checkPassword(id, "x")
      expect(seen.map(({ url }) => url)).toEqual([path, path, `${path}?op=auth`])
    })
  })

  it.each(["", ".", "..", "\uD800"])("sends nothing for the id %j", async (id) => {
    await withAlma(say(200, { primary_id: "x" }), async (alma, seen) => {
      expect(await alma.getUser(id)).toMatchObject({ kind: "refused", error: { code: "NOT_SENT" } })
      expect(await alma.putUser(id, {})).toMatchObject({ kind: "refused", error: { httpStatus: null } })
      expect(seen).toHaveLength(0)
    })
  })

  it("carries fields it doesn't know there and back", async () => {
    const user = {
      primary_id: "nora",
      future: { deep: [1, "ü", null, { desc: "" }] },
      is_researcher: false,
      user_title: { value: null, desc: "" },
    }
    const echo: Answer = (request, response) => say(200, request.body)(request, response)
    await withAlma(echo, async (alma) => {
      expect(await alma.putUser("nora", user)).toEqual({ kind: "ok", value: user })
    })
  })

  it("searches, whatever form the list has", async () => {
    const brief = { primary_id: "n1", first_name: "Nora", last_name: "Lind", status: { value: "ACTIVE" } }
    const found = { primaryId: "n1", name: "Nora Lind", status: "ACTIVE" }
    const bodies: [unknown, unknown][] = [
      [{ total_record_count: 7, user: [brief] }, { total: 7, users: [found] }],
      [{ total_record_count: "1", user: brief }, { total: 1, users: [found] }],
      [{ total_record_count: 0 }, { total: 0, users: [] }],
    ]
    for (const [body, value] of bodies) {
      await withAlma(say(200, body), async (alma, seen) => {
        const search = { text: " Nora  Lind&q=x", field: "last_name" }
        expect(await alma.searchUsers(search)).toEqual({ kind: "ok", value })
        expect(queryOf(seen[0]).getAll("q")).toEqual(["last_name~Nora_Lind&q=x"])
      })
    }
  })

  it("proves a password: header encoded, address clean", async () => {
    await withAlma(say(204, ""), async (alma, seen) => {
      expect(await alma.checkPassword("nora", "pä ss%1")).toEqual({ kind: "ok", value: true })
      expect(seen[0]?.headers["exl-user-pw"]).toBe("p%C3%A4%20ss%251")
      expect(seen[0]?.url).toBe("/almaws/v1/users/nora?op=auth")
    })
    await withAlma(say(400, envelope("401866")), async (alma) => {
      expect(await alma.checkPassword("nora", "x")).toEqual({ kind: "ok", value: false })
    })
    await withAlma(say(200, "<html>Welcome</html>"), async (alma) => {
      expect(await alma.checkPassword("nora", "x")).toMatchObject({ kind: "unknown" })
    })
  })

  it("uses the priority that it is told", async () => {
    await withAlma(say(200, { primary_id: "n" }), async (alma, _seen, _slept, budget) => {
      await alma.getUser("n", { priority: "watch" })
      await alma.putUser("n", {}, { priority: "pickup" })
      await alma.putUser("n", {})
      expect(budget.reserved).toEqual(["watch", "pickup", "write"])
    })
  })
})

describe("sets", () => {
  const type = { value: "ITEMIZED" }
  const set = (id: string, name: string) => ({ id, name, type, number_of_members: { value: 2 } })

  it("makes an empty set of users", async () => {
    await withAlma(say(200, set("5", "Lantern 1")), async (alma, seen) => {
      expect(await alma.createSet("Lantern 1")).toEqual({
        kind: "ok",
        value: { id: "5", name: "Lantern 1", type: "ITEMIZED", content: null, memberCount: 2 },
      })
      expect(JSON.parse(seen[0]?.body ?? "")).toMatchObject({
        name: "Lantern 1",
        type: { value: "ITEMIZED" },
        content: { value: "USER" },
        private: { value: "false" },
      })
    })
  })

  it("finds a set by its exact name, on a later page too", async () => {
    const rows = Array.from({ length: 150 }, (_, at) => set(String(at), `Lantern x ${at}`))
    await withAlma(pages("set", rows), async (alma, seen) => {
      expect(await alma.findSetByName("Lantern x 120")).toMatchObject({ value: { id: "120" } })
      expect(queryOf(seen[0]).get("q")).toBe("name~Lantern_x_120")
      expect(await alma.findSetByName("lantern x 120")).toEqual({ kind: "ok", value: null })
    })
  })

  it("reads every member over pages, by id and by link", async () => {
    const link = (id: string) => `https://h.test/almaws/v1/users/${encodeURIComponent(id)}`
    const row = (at: number) => ({ id: `U${at}`, description: "x", link: link(`u/${at}`) })
    const rows = Array.from({ length: 250 }, (_, at) => row(at))
    await withAlma(pages("member", rows), async (alma, seen) => {
      const outcome = await alma.setMembers("5")
      expect(outcome.kind === "ok" && outcome.value.length).toBe(250)
      expect(outcome).toMatchObject({ value: { 249: { id: "U249", linkId: "u/249" } } })
      expect(seen).toHaveLength(3)
    })
  })

  it.each([
    [{ total_record_count: 0 }, []],
    [{ total_record_count: 1, member: { id: "a", link: "" } }, [{ id: "a", linkId: null, description: "" }]],
  ])("reads a member list of the form %j", async (body, value) => {
    await withAlma(say(200, body), async (alma) => {
      expect(await alma.setMembers("5")).toEqual({ kind: "ok", value })
    })
  })

  it("doesn't take half a list for a whole one", async () => {
    const short: Answer = (request, response) => {
      const member = request.url.includes("offset=0") ? [{ id: "a" }] : []
      say(200, { member, total_record_count: 2 })(request, response)
    }
    await withAlma(short, async (alma, seen) => {
      expect(await alma.setMembers("5")).toMatchObject({ kind: "unknown", cause: "unreadable" })
      expect(seen).toHaveLength(2)
    })
  })

  it("adds members in the form Alma reads, 1000 at most", async () => {
    await withAlma(say(200, set("5", "s")), async (alma, seen) => {
      await alma.addSetMembers("5", ["a", "B@c"], { failOnInvalidId: false })
      await alma.addSetMembers("5", ["a"])
      expect(seen.map(({ url }) => url)).toEqual([
        "/almaws/v1/conf/sets/5?op=add_members&fail_on_invalid_id=false",
        "/almaws/v1/conf/sets/5?op=add_members",
      ])
      expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ members: { member: [{ id: "a" }, { id: "B@c" }] } })
      const many = Array.from({ length: 1001 }, (_, at) => `u${at}`)
      expect(await alma.addSetMembers("5", many)).toMatchObject({ kind: "refused" })
      expect(seen).toHaveLength(2)
    })
  })

  it("deletes", async () => {
    await withAlma(say(204, ""), async (alma, seen) => {
      expect(await alma.deleteSet("5")).toEqual({ kind: "ok", value: true })
      expect(seen[0]).toMatchObject({ method: "DELETE", url: "/almaws/v1/conf/sets/5" })
    })
    await withAlma(say(400, envelope("402264")), async (alma) => {
      expect(await alma.deleteSet("5")).toMatchObject({ kind: "refused", error: { code: "402264" } })
    })
  })
})

describe("jobs", () => {
  it("starts a job and reads which run and which set Alma took", async () => {
    const answer = say(200, inst("https://h.test/almaws/v1/conf/jobs/M148/instances/9563643080000561"))
    await withAlma(answer, async (alma, seen) => {
      expect(await alma.runJob("M148", [{ name: "set_id", value: "77" }])).toEqual({
        kind: "ok",
        value: { instanceId: "9563643080000561", setIdEcho: "77" },
      })
      expect(seen[0]).toMatchObject({ method: "POST", url: "/almaws/v1/conf/jobs/M148?op=run" })
      expect(seen[0]?.body).toBe('{"parameter":[{"name":{"value":"set_id"},"value":"77"}]}')
    })
  })

  it("doesn't take the job's link for a run", async () => {
    for (const link of [undefined, "", "https://h.test/almaws/v1/conf/jobs/M148"]) {
      await withAlma(say(200, inst(link)), async (alma) => {
        expect(await alma.runJob("M148", [])).toMatchObject({ kind: "ok", value: { instanceId: null } })
      })
    }
  })

  it("finds a run by its name alone or with Alma's date behind it", async () => {
    const row = (id: string, name: string) => ({ id, name, status: { value: "RUNNING" }, progress: 3 })
    const others = Array.from({ length: 100 }, (_, at) => row(`x${at}`, `Lantern T1 extra${at} - 2025-10-05`))
    const rows = [...others, row("hit", "Lantern T1 - 2025-10-05 4:11 AM")]
    await withAlma(pages("job_instance", rows), async (alma, seen) => {
      const from = new Date("2025-10-04T23:00:00Z")
      const to = new Date("2025-10-06T01:00:00Z")
      const found = await alma.findJobInstance("M148", "Lantern T1", from, to)
      expect(found).toMatchObject({ kind: "ok", value: { id: "hit" } })
      expect(queryOf(seen[0]).get("submit_date_from")).toBe("2025-10-04")
      expect(queryOf(seen[0]).get("submit_date_to")).toBe("2025-10-06")
      expect(await alma.findJobInstance("M148", "Lantern T2", from, to)).toEqual({ kind: "ok", value: null })
    })
  })

  it.each([
    ["QUEUED", "running"],
    ["FINALIZING", "running"],
    ["COMPLETED_SUCCESS", "final"],
    ["COMPLETED_NO_BULKS", "final"],
    ["MANUAL_HANDLING_REQUIRED", "final"],
    ["SOMETHING_NEW", "unknown"],
  ])("tells the phase of %s", async (status, phase) => {
    const body = { id: "1", name: "n", status: { value: status }, progress: 101.3 }
    await withAlma(say(200, body), async (alma) => {
      expect(await alma.getJobInstance("M148", "1")).toEqual({
        kind: "ok",
        value: { id: "1", name: "n", status, phase, progress: 101.3 },
      })
    })
  })
})

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
