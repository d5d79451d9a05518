import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { accountTypeOf, isObject, listOf } from "./record"
import { call, edit, EXTERNAL, INTERNAL, userPath } from "./test-client"

let alma: PracticeAlma
beforeEach(async () => {
  alma = await startPracticeAlma({ ratePerSecond: 0 })
})
afterEach(() => alma.close())

/** The first ordinary External person. */
const PERSON = "aabernethy"

describe("GET a user", () => {
  test("finds a person by any identifier and any case, and hides what Alma hides", async () => {
    const barcode = String(22_900_000_000_100)
    for (const id of [PERSON, PERSON.toUpperCase(), barcode]) {
      const { status, body } = await call(alma, "GET", userPath(id))
      expect([status, body["primary_id"], body["password"], body["pin_number"]]).toEqual([
        200,
        PERSON,
        "",
        undefined,
      ])
    }
    expect(alma.user(PERSON)?.["pin_number"]).toBe("1100")
    expect((await call(alma, "GET", `${userPath(barcode)}?user_id_type=BARCODE`)).status).toBe(200)
  })

  test("answers 400 with 401861, or 401890 where a type was given", async () => {
    const plain = await call(alma, "GET", "/users/nobody")
    expect([plain.status, plain.code]).toEqual([400, "401861"])
    expect((await call(alma, "GET", "/users/nobody?user_id_type=BARCODE")).code).toBe("401890")
  })

  const oddIds = ["jean paul", "dept/reference", "kim+lee", "100%staff", 'o\'neil "red"', "山田花子"]
  test.each([...oddIds, "astrid.holm@practice.example"])(
    "takes the id %s as one path segment",
    async (id) => {
      expect((await call(alma, "GET", userPath(id))).body["primary_id"]).toBe(id)
    },
  )
})

describe("PUT a user", () => {
  test("refuses External to Internal with 401859 and changes nothing", async () => {
    const before = alma.user(PERSON)
    const refused = await edit(alma, PERSON, { account_type: INTERNAL, external_id: "" })
    expect([refused.status, refused.code]).toEqual([400, "401859"])
    expect(alma.user(PERSON)).toEqual(before)
  })

  test("where direct is allowed, loses the external id and relabels the segments", async () => {
    await alma.close()
    alma = await startPracticeAlma({ ratePerSecond: 0, directAllowed: true })
    expect((await edit(alma, "mixedseg", { account_type: INTERNAL, external_id: "" })).status).toBe(200)
    const user = alma.user("mixedseg")
    expect([accountTypeOf(user ?? {}), user?.["external_id"]]).toEqual(["INTERNAL", ""])
    expect(JSON.stringify(user)).not.toContain('"segment_type":"External"')
  })

  test("deletes what the body leaves out, but keeps the roles", async () => {
    const roles = alma.user("noteworthy")?.["user_role"]
    const minimal = {
      record_type: { value: "STAFF" },
      primary_id: "noteworthy",
      account_type: EXTERNAL,
      external_id: "SIS_BANNER",
    }
    expect((await call(alma, "PUT", "/users/noteworthy", { body: minimal })).status).toBe(200)
    const after = alma.user("noteworthy")
    expect(after?.["user_note"]).toEqual([])
    expect(after?.["user_identifier"]).toEqual([])
    expect(after?.["last_name"]).toBeUndefined()
    expect(after?.["user_role"]).toEqual(roles)
  })

  test("replaces the roles where any is sent, and fails whole on a broken one", async () => {
    const { body } = await call(alma, "GET", "/users/rbroken")
    const before = alma.user("rbroken")
    expect((await call(alma, "PUT", "/users/rbroken", { body })).code).toBe("40166404")
    expect(alma.user("rbroken")).toEqual(before)
    expect((await edit(alma, "rbroken", { job_description: "Desk" })).status).toBe(200)
    const [patron] = listOf(before?.["user_role"])
    expect((await edit(alma, "rbroken", { user_role: [patron] })).status).toBe(200)
    expect(alma.user("rbroken")?.["user_role"]).toEqual([patron])
  })

  test.each([
    ["a changed external id", PERSON, { external_id: "OTHER" }, "401858"],
    ["a way back without an external id", "ogrady", { account_type: EXTERNAL, external_id: "" }, "401664"],
    [
      "a way back with an unknown external id",
      "ogrady",
      { account_type: EXTERNAL, external_id: "NOPE" },
      "401858",
    ],
    ["an Internal user with an external id", "ogrady", { external_id: "SIS_BANNER" }, "401853"],
    ["the third account type", "mthird", {}, "401855"],
    ["a missing mandatory field", PERSON, { record_type: { value: "" } }, "401664"],
    ["a long force_password_change", "ogrady", { force_password_change: "FALSE" }, "40166404"],
    ["a short password", "ogrady", { password: "short" }, "500038"],
    ["a password with the user name", "ogrady", { password: "xxOGradyxx1" }, "500038"],
    ["another person's primary id", PERSON, { primary_id: "ogrady" }, "401860"],
  ])("refuses %s", async (_name, id, changes, code) => {
    const before = alma.user(id)
    const reply = await edit(alma, id, changes)
    expect([reply.status, reply.code]).toEqual([400, code])
    expect(alma.user(id)).toEqual(before)
  })

  test("refuses a body that is none", async () => {
    expect((await call(alma, "PUT", userPath(PERSON))).code).toBe("401676")
  })

  test("takes Internal back to External with its external id and the segments as sent", async () => {
    const note = { note_type: { value: "GENERAL" }, note_text: "x", segment_type: "External" }
    const reply = await edit(
      alma,
      "ogrady",
      { account_type: EXTERNAL, external_id: "SIS_BANNER", user_note: [note] },
    )
    expect(reply.status).toBe(200)
    expect(listOf(alma.user("ogrady")?.["user_note"])[0]?.["segment_type"]).toBe("External")
    expect(listOf(alma.user("ogrady")?.["user_identifier"])[0]?.["segment_type"]).toBe("Internal")
  })

  test("sets and keeps a password, never returns it, and wipes the PIN of an Internal user", async () => {
    await edit(alma, "ogrady", { password: "kestrel4marble", force_password_change: "TRUE" })
    expect([alma.passwordWorks("ogrady", "kestrel4marble"), alma.mustChangePassword("ogrady")]).toEqual([
      true,
      true,
    ])
    expect(alma.user("ogrady")?.["pin_number"]).toBeUndefined()
    const again = await edit(alma, "ogrady", { job_description: "Desk", password: "" })
    expect(again.text).not.toContain("kestrel4marble")
    expect(alma.passwordWorks("ogrady", "kestrel4marble")).toBe(true)
    expect(JSON.stringify(alma.history("ogrady"))).not.toContain("kestrel4marble")
  })

  test("keeps fields edited by hand of an External user, unless overridden", async () => {
    const group = { value: "FACULTY", desc: "Faculty" }
    alma.editUser(PERSON, (user) => void (user["user_group"] = group))
    await edit(alma, PERSON, { user_group: { value: "STAFF" }, job_description: "Moved" })
    expect(alma.user(PERSON)?.["user_group"]).toEqual(group)
    expect(alma.user(PERSON)?.["job_description"]).toBe("Moved")
    await edit(alma, PERSON, { user_group: { value: "STAFF" } }, "?override=user_group")
    expect(isObject(alma.user(PERSON)?.["user_group"]) && alma.user(PERSON)?.["user_group"]).toMatchObject(
      { value: "STAFF" },
    )
  })

  test("an unchanged round trip changes nothing of any External person but refused ones", async () => {
    for (const before of alma.users().filter((user) => accountTypeOf(user) === "EXTERNAL")) {
      const id = before.primary_id ?? ""
      const { body: seen } = await call(alma, "GET", userPath(id))
      expect((await edit(alma, id, {})).status).toBe(200)
      const { body: after } = await call(alma, "GET", userPath(id))
      expect(after).toEqual(seen)
      expect(alma.user(id)?.["pin_number"]).toBe(before["pin_number"])
    }
  })
})

describe("other calls", () => {
  test("search pages, counts, and leaves the list out where nothing was found", async () => {
    const { body } = await call(alma, "GET", "/users?q=last_name~o'grady&limit=5")
    expect(listOf(body["user"])[0]?.["primary_id"]).toBe("ogrady")
    const two = await call(alma, "GET", "/users?q=ALL~astrid_holm")
    expect(two.body["total_record_count"]).toBe(1)
    expect((await call(alma, "GET", "/users?q=last_name~zzzz")).body).toEqual({ total_record_count: 0 })
    expect((await call(alma, "GET", "/users?limit=101")).status).toBe(400)
  })

  test("creating adds a Patron role, and refuses one that exists", async () => {
    const body = {
      record_type: { value: "STAFF" },
      primary_id: "backup2",
      last_name: "Two",
      account_type: INTERNAL,
      external_id: "",
    }
    const made = await call(alma, "POST", "/users", { body })
    expect(listOf(made.body["user_role"]).map((role) => role["role_type"])).toEqual([{
      value: "200",
      desc: "Patron",
    }])
    expect((await call(alma, "POST", "/users", { body })).code).toBe("401851")
  })

  test("op=auth proves a password from the header, and locks after 15 wrong tries", async () => {
    await edit(alma, "ogrady", { password: "kestrel 4%marble", force_password_change: "TRUE" })
    const right = { headers: { "exl-user-pw": encodeURIComponent("kestrel 4%marble") } }
    const wrong = { headers: { "exl-user-pw": "wrong" } }
    expect((await call(alma, "POST", "/users/ogrady?op=auth", right)).status).toBe(204)
    expect((await call(alma, "POST", "/users/ogrady?op=auth", wrong)).code).toBe("401866")
    for (let tries = 0; tries < 14; tries++) await call(alma, "POST", "/users/ogrady?op=auth", wrong)
    expect((await call(alma, "POST", "/users/ogrady?op=auth", right)).code).toBe("401866")
    expect((await call(alma, "POST", `${userPath(PERSON)}?op=auth`, right)).code).toBe("401866")
  })

  test("op=auth can be made to refuse while a change is pending", async () => {
    await alma.close()
    alma = await startPracticeAlma({ authWhileForced: "refused" })
    await edit(alma, "ogrady", { password: "kestrel4marble", force_password_change: "TRUE" })
    const right = { headers: { "exl-user-pw": "kestrel4marble" } }
    expect((await call(alma, "POST", "/users/ogrady?op=auth", right)).code).toBe("401866")
  })
})
