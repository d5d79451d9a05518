import { describe, expect, it } from "vitest"
import { envelope, queryOf, say, withAlma, type Answer } from "@/lib/alma/test-server"

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
