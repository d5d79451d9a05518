import { describe, expect, it } from "vitest"
import { envelope, pages, queryOf, say, withAlma, type Answer } from "@/lib/alma/test-server"

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
