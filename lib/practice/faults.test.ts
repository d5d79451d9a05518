import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Fault, FaultKind } from "./faults"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { accountTypeOf } from "./record"
import { call, edit, EXTERNAL, userPath } from "./test-client"

let alma: PracticeAlma
beforeEach(async () => {
  alma = await startPracticeAlma({ ratePerSecond: 0 })
})
afterEach(() => alma.close())

const P = "aabernethy"
const onPut = (fault: Fault | FaultKind, times = 1) => alma.faults.add({
  match: { method: "PUT" },
  times,
  fault,
})
const job = () => alma.user(P)?.["job_description"]
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

describe("answers that fail", () => {
  test.each<[Fault, number, string | null]>([
    [{ kind: "status429" }, 429, "PER_SECOND_THRESHOLD"],
    [{ kind: "status429", body: "none" }, 429, null],
    [{ kind: "daily_threshold" }, 429, "DAILY_THRESHOLD"],
    [{ kind: "daily_threshold", body: "xml" }, 429, "DAILY_THRESHOLD"],
    [{ kind: "status", status: 500, body: "html" }, 500, null],
    [{ kind: "status", status: 502, body: "xml" }, 502, "INTERNAL_SERVER_ERROR"],
    [{ kind: "status", status: 503, body: "plain" }, 503, null],
    [{ kind: "status", status: 504, body: "empty" }, 504, null],
    [{ kind: "redirect" }, 302, null],
    [{ kind: "key_revoked" }, 400, "UNAUTHORIZED"],
    [{ kind: "ok_error_envelope" }, 200, "401652"],
    [{ kind: "ok_unchanged" }, 200, null],
  ])("%j applies nothing, once", async (fault, status, code) => {
    onPut(fault)
    const reply = await edit(alma, P, { job_description: "New" })
    expect([reply.status, reply.code, job()]).toEqual([status, code, "Circulation desk"])
    expect((await edit(alma, P, { job_description: "New" })).status).toBe(200)
    expect(job()).toBe("New")
  })

  test("a 500 can hide a change that was applied", async () => {
    onPut({ kind: "status", applied: true })
    expect((await edit(alma, P, { job_description: "New" })).status).toBe(500)
    expect(job()).toBe("New")
  })
})

describe("connections that fail", () => {
  test.each<[FaultKind, string]>([
    ["reset_before_apply", "Circulation desk"],
    ["reset_after_apply", "New"],
    ["truncated_body", "New"],
  ])("%s leaves %s", async (kind, left) => {
    onPut(kind)
    await expect(edit(alma, P, { job_description: "New" })).rejects.toThrow()
    expect(job()).toBe(left)
  })

  test("a slow body comes in pieces", async () => {
    alma.faults.add({ fault: { kind: "slow_body", delayMs: 200 } })
    const started = performance.now()
    expect((await call(alma, "GET", userPath(P))).body["primary_id"]).toBe(P)
    expect(performance.now() - started).toBeGreaterThan(150)
  })

  test("hang never answers and applies nothing", async () => {
    onPut("hang")
    const { body } = await call(alma, "GET", userPath(P))
    const put = call(
      alma,
      "PUT",
      userPath(P),
      { body: { ...body, job_description: "New" }, signal: AbortSignal.timeout(80) },
    )
    await expect(put).rejects.toThrow()
    await wait(50)
    expect(job()).toBe("Circulation desk")
  })

  test("a late write lands though the client has gone", async () => {
    onPut({ kind: "late_apply", delayMs: 200 })
    const { body } = await call(alma, "GET", userPath(P))
    const put = call(
      alma,
      "PUT",
      userPath(P),
      { body: { ...body, user_role: [], job_description: "New" }, signal: AbortSignal.timeout(50) },
    )
    await expect(put).rejects.toThrow()
    expect(job()).toBe("Circulation desk")
    await wait(250)
    expect(job()).toBe("New")
  })

  test("a late write that was checked on arrival undoes a return made in between", async () => {
    onPut({ kind: "late_apply", delayMs: 150, validated: true })
    const { body } = await call(alma, "GET", "/users/ogrady")
    const change = { ...body, user_role: [], password: "kestrel4marble", force_password_change: "TRUE" }
    const late = call(alma, "PUT", "/users/ogrady", { body: change, signal: AbortSignal.timeout(40) })
    await expect(late).rejects.toThrow()
    expect((await edit(alma, "ogrady", { account_type: EXTERNAL, external_id: "SIS_BANNER" })).status).toBe(
      200,
    )
    expect(accountTypeOf(alma.user("ogrady") ?? {})).toBe("EXTERNAL")
    await wait(250)
    expect(accountTypeOf(alma.user("ogrady") ?? {})).toBe("INTERNAL")
    expect(alma.passwordWorks("ogrady", "kestrel4marble")).toBe(true)
  })
})

describe("reads that mislead", () => {
  test("a stale read answers the version before", async () => {
    await edit(alma, P, { job_description: "New" })
    alma.faults.add({ fault: "stale_read" })
    expect((await call(alma, "GET", userPath(P))).body["job_description"]).toBe("Circulation desk")
    expect((await call(alma, "GET", userPath(P))).body["job_description"]).toBe("New")
  })

  test("a copy that lags behind catches up", async () => {
    await edit(alma, P, { job_description: "New" })
    alma.faults.add({ fault: { kind: "stale_read", lagMs: 0 } })
    expect((await call(alma, "GET", userPath(P))).body["job_description"]).toBe("New")
  })

  test("another person, and five megabytes", async () => {
    alma.faults.add({ fault: { kind: "wrong_person", primaryId: "ogrady" } }, { fault: "huge_user" })
    expect((await call(alma, "GET", userPath(P))).body["primary_id"]).toBe("ogrady")
    expect((await call(alma, "GET", userPath(P))).text.length).toBeGreaterThan(5_000_000)
  })

  test("a duplicate delivery is applied twice", async () => {
    onPut({ kind: "duplicate_delivery", delayMs: 60 })
    await edit(alma, P, { job_description: "New" })
    alma.editUser(P, (user) => void (user["job_description"] = "By hand"))
    await wait(120)
    expect(job()).toBe("New")
  })
})

describe("rules", () => {
  test("match a person by any identifier, a path, a method, and count down", async () => {
    alma.faults.add({
      match: { method: "get", path: /\/users\//, primaryId: P.toUpperCase() },
      times: 2,
      fault: "status",
    })
    expect((await call(alma, "GET", "/users/ogrady")).status).toBe(200)
    expect((await call(alma, "GET", "/users/22900000000100")).status).toBe(500)
    expect((await call(alma, "GET", userPath(P))).status).toBe(500)
    expect((await call(alma, "GET", userPath(P))).status).toBe(200)
  })

  test("a probability replays from its seed", async () => {
    const draw = async () => {
      alma.faults.clear()
      alma.faults.seed(42)
      alma.faults.add({ times: Infinity, probability: 0.4, fault: "status" })
      const statuses: number[] = []
      for (let at = 0; at < 30; at++) statuses.push((await call(alma, "GET", "/conf/general")).status)
      return statuses
    }
    const first = await draw()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await draw()).toEqual(first)
  })
})

describe("faults that wait for their moment", () => {
  test("one sleeps until another request has come", async () => {
    alma.faults.add({ match: { method: "GET", primaryId: P }, after: { method: "PUT", primaryId: P }, fault: "status" })
    expect((await call(alma, "GET", userPath(P))).status).toBe(200)
    expect((await edit(alma, P, { job_description: "New" })).status).toBe(200)
    expect((await call(alma, "GET", userPath(P))).status).toBe(500)
  })

  test("one lets some pass first", async () => {
    alma.faults.add({ match: { primaryId: P }, skip: 2, fault: "status" })
    const statuses = []
    for (let read = 0; read < 4; read++) statuses.push((await call(alma, "GET", userPath(P))).status)
    expect(statuses).toEqual([200, 200, 500, 200])
  })

  test.each(["internal", "edit", "rename", "expire", "delete"] as const)("%s comes between a read and what follows", async (change) => {
    alma.faults.add({ match: { method: "GET", primaryId: P }, fault: { kind: "meanwhile", change, by: "sis" } })
    const before = alma.user(P)
    const read = await call(alma, "GET", userPath(P))
    expect(read.body["job_description"]).toBe(before?.["job_description"])
    expect(accountTypeOf(read.body)).toBe("EXTERNAL")
    expect(alma.user(P)).not.toEqual(before)
    const changes = alma.history(P).filter((entry) => entry.what !== "request")
    expect(changes.every((entry) => entry.by === "sis")).toBe(true)
  })
})
