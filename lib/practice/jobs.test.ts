import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { jobParameters, KEEP_PASSWORD_ACTIVE, practiceJobPayload, TO_INTERNAL } from "./job-payload"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { accountTypeOf, codeOf, isObject, listOf, textOf } from "./record"
import { call, edit, type Reply } from "./test-client"

let alma: PracticeAlma
beforeEach(async () => {
  alma = await startPracticeAlma({ ratePerSecond: 0, jobMs: 60 })
})
afterEach(() => alma.close())

const PEOPLE = ["aabernethy", "mixedseg", "noteworthy"]

async function makeSet(name: string, ids: string[]): Promise<string> {
  const body = { name, type: { value: "ITEMIZED" }, content: { value: "USER" }, private: { value: "false" } }
  const made = await call(alma, "POST", "/conf/sets", { body })
  const id = textOf(made.body["id"])
  const members = { members: { member: ids.map((each) => ({ id: each })) } }
  const filled = await call(alma, "POST", `/conf/sets/${id}?op=replace_members`, { body: members })
  expect(filled.status).toBe(200)
  return id
}

function run(
  setId: string,
  name = "Lantern run",
  parameter = jobParameters(TO_INTERNAL, setId, name),
): Promise<Reply> {
  return call(alma, "POST", "/conf/jobs/M148?op=run", { body: { parameter } })
}

function instancePath(started: Reply): string {
  const info = started.body["additional_info"]
  const link = isObject(info) ? textOf(info["link"]) : ""
  return new URL(link).pathname.replace("/almaws/v1", "")
}

async function ended(started: Reply): Promise<string> {
  for (;;) {
    const { body } = await call(alma, "GET", instancePath(started))
    const status = codeOf(body["status"])
    if (status !== "QUEUED" && status !== "RUNNING") return status
    await new Promise((done) => setTimeout(done, 10))
  }
}

describe("the job", () => {
  test("makes External members Internal with everything that costs, and resets passwords", async () => {
    const started = await run(await makeSet("A", [...PEOPLE, "mthird"]))
    expect(started.body["id"]).toBe("M148")
    expect(await ended(started)).toBe("COMPLETED_SUCCESS")
    for (const id of PEOPLE) {
      const user = alma.user(id) ?? {}
      expect([accountTypeOf(user), user["external_id"], alma.mustChangePassword(id)]).toEqual([
        "INTERNAL",
        "",
        true,
      ])
      expect(JSON.stringify(user)).not.toContain('"segment_type":"External"')
      expect(user["pin_number"]).toBeDefined()
    }
    expect(accountTypeOf(alma.user("mthird") ?? {})).toBe("INTEXTAUTH")
    const change = alma.history("mixedseg").find((each) => each.what === "account_type")
    expect([change?.by, change?.from, change?.to]).toEqual(["job", "EXTERNAL", "INTERNAL"])
  })

  test("resets the passwords of members who were Internal already, unless told not to", async () => {
    await edit(alma, "ogrady", { password: "kestrel4marble" })
    const setId = await makeSet("A", ["ogrady"])
    const keep = jobParameters(TO_INTERNAL, setId, "keep").map((each) =>
      each.name.value === KEEP_PASSWORD_ACTIVE ? { ...each, value: "true" } : each,
    )
    await ended(await run(setId, "keep", keep))
    expect(alma.passwordWorks("ogrady", "kestrel4marble")).toBe(true)
    await ended(await run(setId))
    expect(alma.passwordWorks("ogrady", "kestrel4marble")).toBe(false)
  })

  test("answers like the recorded runs, and is found by its name", async () => {
    const setId = await makeSet("A", PEOPLE)
    const started = await run(setId, "Lantern b7f3")
    const echoed = listOf(started.body["parameter"]).find((each) => codeOf(each["name"]) === "set_id")
    expect(echoed?.["value"]).toBe(setId)
    const list = await call(alma, "GET", "/conf/jobs/M148/instances?submit_date_from=2020-01-01&limit=100")
    const [only] = listOf(list.body["job_instance"])
    expect(only?.["name"]).toMatch(/^Lantern b7f3 - \d{4}-\d{2}-\d{2} \d{1,2}:\d{2} [AP]M$/)
    const past = await call(alma, "GET", "/conf/jobs/M148/instances?submit_date_to=2020-01-01")
    expect(past.body).toEqual({ total_record_count: 0 })
  })

  test("changes nothing while the account change isn't ticked", async () => {
    const setId = await makeSet("A", PEOPLE)
    const off = jobParameters(TO_INTERNAL, setId, "off").map((each) =>
      each.name.value.endsWith("SetAccountTo_Active") ? { ...each, value: "false" } : each,
    )
    await ended(await run(setId, "off", off))
    expect(accountTypeOf(alma.user("aabernethy") ?? {})).toBe("EXTERNAL")
  })

  test("follows a member who was renamed after the set was made", async () => {
    const setId = await makeSet("A", ["vrename"])
    alma.editUser("vrename", (user) => void (user.primary_id = "vnewname"))
    await ended(await run(setId))
    expect(accountTypeOf(alma.user("vnewname") ?? {})).toBe("INTERNAL")
  })
})

describe("its limits", () => {
  test("at most 3 running, one on a set, and 5 starts an hour", async () => {
    let now = Date.now()
    await alma.close()
    alma = await startPracticeAlma({ ratePerSecond: 0, jobMs: 60, clock: () => new Date(now) })
    const sets = await Promise.all(["A", "B", "C", "D"].map((name, at) => makeSet(
      name,
      [`${["aabernethy", "noteworthy", "blockson", "bare"][at]}`],
    )))
    alma.faults.add({ fault: "job_hang", times: 3 })
    for (const setId of sets.slice(0, 3)) expect((await run(setId)).status).toBe(200)
    expect((await run(sets[0] ?? "")).code).toBe("60347")
    expect((await run(sets[3] ?? "")).code).toBe("402223")
    alma.reset()
    const setId = await makeSet("E", ["aabernethy"])
    for (let starts = 0; starts < 5; starts++) await ended(await run(setId))
    expect((await run(setId)).code).toBe("402222")
    now += 3_600_001
    expect((await run(setId)).status).toBe(200)
  })

  test.each([
    ["/conf/jobs/148?op=run", "402215"],
    ["/conf/jobs/M999?op=run", "402216"],
    ["/conf/jobs/M148", "402220"],
    ["/conf/jobs/M148?op=walk", "402221"],
  ])("refuses %s", async (path, code) => {
    expect((await call(alma, "POST", path, { body: { parameter: [] } })).code).toBe(code)
  })

  test("refuses a run without its set", async () => {
    expect((await call(alma, "POST", "/conf/jobs/M148?op=run", { body: { parameter: [] } })).code).toBe(
      "402228",
    )
    expect((await run("404")).code).toBe("402228")
  })
})

describe("its faults", () => {
  test("partly done, and yet COMPLETED_SUCCESS", async () => {
    alma.faults.add({ fault: { kind: "job_partial", ids: ["mixedseg"] } })
    expect(await ended(await run(await makeSet("A", PEOPLE)))).toBe("COMPLETED_SUCCESS")
    expect(PEOPLE.map((id) => accountTypeOf(alma.user(id) ?? {}))).toEqual([
      "INTERNAL",
      "EXTERNAL",
      "INTERNAL",
    ])
  })

  test("an answer lost: the connection is reset, the run goes on", async () => {
    const setId = await makeSet("A", PEOPLE)
    alma.faults.add({ fault: "job_answer_lost" })
    await expect(run(setId, "lost one")).rejects.toThrow()
    const { body } = await call(alma, "GET", "/conf/jobs/M148/instances")
    expect(listOf(body["job_instance"])[0]?.["name"]).toContain("lost one")
  })

  test("a late start fails where the set is gone, and runs where it stands", async () => {
    for (const [keep, status] of [[false, "FAILED"], [true, "COMPLETED_SUCCESS"]] as const) {
      const setId = await makeSet(`late ${keep}`, PEOPLE)
      alma.faults.add({ fault: { kind: "job_late_start", delayMs: 60 } })
      await expect(run(setId)).rejects.toThrow()
      const queued = await call(alma, "GET", "/conf/jobs/M148/instances?status=QUEUED")
      expect(queued.body["total_record_count"]).toBe(0)
      if (!keep) await call(alma, "DELETE", `/conf/sets/${setId}`)
      await new Promise((done) => setTimeout(done, 250))
      const { body } = await call(alma, "GET", "/conf/jobs/M148/instances")
      expect(codeOf(listOf(body["job_instance"])[0]?.["status"])).toBe(status)
      expect(accountTypeOf(alma.user("mixedseg") ?? {})).toBe(keep ? "INTERNAL" : "EXTERNAL")
    }
  })

  test("refused, overlapping, aborted, edited, hung", async () => {
    const setId = await makeSet("A", PEOPLE)
    alma.faults.add({ fault: "job_refused" }, { fault: "job_overlap" }, { fault: "job_abort" })
    expect((await run(setId)).code).toBe("402222")
    expect((await run(setId)).code).toBe("60347")
    expect(await ended(await run(setId))).toBe("SYSTEM_ABORTED")
    alma.faults.add({ fault: { kind: "set_edited", primaryId: "blockson" } })
    await ended(await run(setId))
    expect(accountTypeOf(alma.user("blockson") ?? {})).toBe("INTERNAL")
    alma.faults.add({ fault: "job_hang" })
    const hung = await run(setId)
    await new Promise((done) => setTimeout(done, 150))
    expect(codeOf((await call(alma, "GET", instancePath(hung))).body["status"])).toBe("RUNNING")
  })
})

test("the payload of the screen has 72 parameters, 24 changes, one ticked", () => {
  const text = practiceJobPayload()
  type Payload = { parameter: ReturnType<typeof jobParameters> }
  const { parameter } = JSON.parse(text.slice(text.indexOf("{"))) as Payload
  const active = parameter.filter((each) => each.name.value.endsWith("_Active"))
  expect(text).toMatch(/^POST \/almaws\/v1\/conf\/jobs\/M148\?op=run\n/)
  expect([parameter.length, active.length]).toEqual([72, 24])
  expect(new Set(parameter.map((each) => each.name.value)).size).toBe(72)
  expect(active.filter((each) => each.value === "true").map((each) => each.name.value)).toEqual([
    "UPDATE_User_Information_SetAccountTo_Active",
  ])
})
