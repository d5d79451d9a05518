import { afterEach, expect, test } from "vitest"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { listOf } from "./record"
import { call } from "./test-client"

let alma: PracticeAlma
afterEach(() => alma.close())

test("a bad key is 400 UNAUTHORIZED in XML although JSON was asked for", async () => {
  alma = await startPracticeAlma()
  const reply = await call(alma, "GET", "/users/ogrady", { key: "wrong" })
  expect([reply.status, reply.code]).toEqual([400, "UNAUTHORIZED"])
  expect(reply.type).toContain("xml")
  expect((await call(alma, "GET", "/users/ogrady", { key: "constructor" })).code).toBe("UNAUTHORIZED")
})

test("each right opens its own area only", async () => {
  const none = { read: false, write: false, conf: false, confWrite: false }
  const keys = {
    r: { ...none, read: true },
    w: { ...none, write: true },
    c: { ...none, conf: true },
    cw: { ...none, confWrite: true },
  }
  alma = await startPracticeAlma({ keys, ratePerSecond: 0 })
  const asks = [
    ["GET", "/users/operation/test"],
    ["POST", "/users/operation/test"],
    ["GET", "/conf/test"],
    ["POST", "/conf/test"],
  ] as const
  for (const [at, key] of ["r", "w", "c", "cw"].entries()) {
    const statuses = await Promise.all(asks.map(([method, path]) => call(alma, method, path, { key })))
    expect(statuses.map((each) => each.status)).toEqual([0, 1, 2, 3].map((each) => (each === at ? 200 : 400)))
  }
})

test("over the rate, requests are refused unprocessed, in JSON and in XML", async () => {
  alma = await startPracticeAlma({ ratePerSecond: 10 })
  const replies = await Promise.all(Array.from({ length: 16 }, () => call(alma, "GET", "/conf/general")))
  const refused = replies.filter((each) => each.status === 429)
  expect(refused.length).toBe(6)
  expect(new Set(refused.map((each) => each.code))).toEqual(new Set(["PER_SECOND_THRESHOLD"]))
  expect(new Set(refused.map((each) => each.type.includes("json")))).toEqual(new Set([true, false]))
  expect(alma.peakPerSecond()).toBe(16)
  await new Promise((done) => setTimeout(done, 1_050))
  expect((await call(alma, "GET", "/conf/general")).status).toBe(200)
})

test("errors are XML for a caller who didn't ask for JSON", async () => {
  alma = await startPracticeAlma()
  const reply = await call(alma, "GET", "/users/nobody", { headers: { accept: "application/xml" } })
  expect([reply.code, reply.text.startsWith("<?xml")]).toEqual(["401861", true])
  const found = await call(alma, "GET", "/users/ogrady", { headers: { accept: "application/xml" } })
  expect(found.text).toContain("<primary_id>ogrady</primary_id>")
})

test("the configuration says which Alma a key reaches, its feeds and its roles", async () => {
  alma = await startPracticeAlma({ environment: "production" })
  const general = await call(alma, "GET", "/conf/general")
  expect(general.body).toMatchObject({
    institution: { value: "01PRACTICE_INST" },
    environment_type: "production",
  })
  const profiles = await call(alma, "GET", "/conf/integration-profiles?limit=100")
  const codes = listOf(profiles.body["integration_profile"]).map((each) => each["code"])
  expect(codes).toEqual(["SIS_BANNER", "SIS_LAW", "CAMPUS_SAML"])
  const table = await call(alma, "GET", "/conf/code-tables/HFrUserRoles.roleType")
  expect(listOf(table.body["row"])).toContainEqual({
    code: "200",
    description: "Patron",
    default: "false",
    enabled: "true",
  })
})

test("unknown paths and methods, broken escapes", async () => {
  alma = await startPracticeAlma()
  expect((await call(alma, "GET", "/bibs")).status).toBe(404)
  expect((await call(alma, "DELETE", "/users/ogrady")).status).toBe(405)
  expect((await call(alma, "GET", "/users/%E0%A4%A")).status).toBe(400)
  expect(alma.user("ogrady")).toBeDefined()
})

test("the log of requests keeps no query and no secret", async () => {
  alma = await startPracticeAlma()
  const headers = { "exl-user-pw": "hidden-secret", "x-lantern-priority": "pickup" }
  await call(alma, "POST", "/users/ogrady?op=auth&password=also-hidden", { headers })
  const [entry] = alma.requests()
  expect(entry).toMatchObject({
    method: "POST",
    path: "/almaws/v1/users/ogrady",
    op: "auth",
    code: "401866",
    priority: "pickup",
  })
  expect(JSON.stringify([alma.requests(), alma.history()])).not.toContain("hidden")
})
