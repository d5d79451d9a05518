import { afterEach, beforeEach, expect, test } from "vitest"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { listOf } from "./record"
import { call } from "./test-client"

let alma: PracticeAlma
let cookie = ""
beforeEach(async () => {
  cookie = ""
  alma = await startPracticeAlma()
})
afterEach(() => alma.close())

/** As a browser does: keeps the cookie, follows a redirect. */
async function visit(path: string, form?: Record<string, string>): Promise<{ status: number; text: string }> {
  const response = await fetch(alma.url + path, {
    redirect: "manual",
    headers: { cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  })
  cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie
  const next = response.headers.get("location")
  if (response.status === 303 && next) return await visit(next)
  return { status: response.status, text: await response.text() }
}

test("the form has its labels and says that this is the practice Alma", async () => {
  const { text } = await visit("/mng/login?auth=local")
  for (const part of ["User name</label>", "Password</label>", "practice Alma", "color-scheme: light dark"]) {
    expect(text).toContain(part)
  }
  expect(text).not.toContain("<script")
})

test("a handed-over password leads to a new one, then in, and into the report", async () => {
  alma.setPassword("ogrady", "kestrel4marble", true)
  const asked = await visit("/mng/login", { user: "OGrady", password: "kestrel4marble" })
  expect(asked.text).toContain("Choose a new password")
  expect((await visit("/mng/home")).text).toContain("Choose a new password")
  const logins = () => call(alma, "GET", "/users/staff-login-report").then(
    (reply) => listOf(reply.body["login_event"]),
  )
  expect(await logins()).toEqual([])
  expect((await visit("/mng/new-password", { new: "my own 9 words", repeat: "other" })).status).toBe(400)
  expect((await visit("/mng/new-password", { new: "kestrel4marble", repeat: "kestrel4marble" })).status).toBe(
    400,
  )
  expect((await visit("/mng/new-password", { new: "ogrady12345", repeat: "ogrady12345" })).status).toBe(400)
  const inside = await visit("/mng/new-password", { new: "my own 9 words", repeat: "my own 9 words" })
  expect(inside.text).toContain("You are in Alma")
  expect([alma.mustChangePassword("ogrady"), alma.passwordWorks("ogrady", "my own 9 words")]).toEqual([
    false,
    true,
  ])
  expect((await logins())[0]).toMatchObject({ primary_id: "ogrady", successful: true })
  expect(alma.history("ogrady").some((each) => each.by === "self" && each.what === "password")).toBe(true)
})

test("wrong passwords and campus users get a calm page", async () => {
  alma.setPassword("ogrady", "kestrel4marble")
  const wrong = await visit("/mng/login", { user: "ogrady", password: "<b>" })
  expect([wrong.status, wrong.text.includes("is not right")]).toEqual([401, true])
  expect((await visit("/mng/login", { user: "nobody", password: "x" })).text).toContain("is not right")
  expect((await visit("/mng/login", { user: "aabernethy", password: "x" })).text).toContain("campus login")
  expect((await visit("/mng/login", { user: '"><script>', password: "x" })).text).not.toContain("<script>")
})

test("an expired account stays out, and a returned one is put out", async () => {
  alma.setPassword("ogrady", "kestrel4marble")
  expect((await visit("/mng/login", { user: "ogrady", password: "kestrel4marble" })).text).toContain(
    "You are in Alma",
  )
  alma.editUser("ogrady", (user) => void (user["account_type"] = { value: "EXTERNAL", desc: "External" }))
  expect((await visit("/mng/home")).text).toContain("Log in to Alma")
  alma.setPassword("tvance", "kestrel4marble")
  alma.editUser("tvance", (user) => void (user["expiry_date"] = "2025-01-01Z"))
  expect((await visit("/mng/login", { user: "tvance", password: "kestrel4marble" })).text).toContain(
    "expired",
  )
})

test("campus sign-on is down until it is up", async () => {
  expect((await visit("/SAML")).status).toBe(503)
  alma.setSsoUp(true)
  expect((await visit("/SAML")).status).toBe(200)
})
