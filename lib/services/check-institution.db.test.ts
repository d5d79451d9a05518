import { describe, expect, it } from "vitest"
import { practiceJobPayload } from "@/lib/practice/people"
import { READ_ONLY, USERS_ONLY, testInstitutions } from "@/lib/runner/test-institutions"
import { addInstitution } from "./add-institution"
import { checkInstitution } from "./check-institution"
import { setJobPayload } from "./set-job-payload"

const test = testInstitutions()
const { newAlma, options, otherServer } = test

describe("checking an institution", () => {
  const OWED = { "sso.probe": "warn", roster: "warn", people: "warn", mail: "warn", drill: "warn", backups: "warn", pin: "warn" }
  const statuses = (checks: { id: string; status: string }[]) => Object.fromEntries(checks.map(({ id, status }) => [id, status]))

  it("finds nothing wrong with a whole one, and keeps what it found", async () => {
    const { code, id } = await addInstitution(test.ctx, { ...options((await newAlma()).url), backupAdminId: "backup_admin" })
    await setJobPayload(test.ctx, { institution: code, text: practiceJobPayload() })
    await test.ctx.db.institution.update({ where: { id }, data: { jobProvedAt: new Date() } })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(checks.map((check) => check.id)).toEqual([
      "key.read", "key.write", "key.jobs", "environment", "job.payload", "route.proved", "login.page", "backup-admin",
      "sso.probe", "roster", "people", "mail", "drill", "backups", "clock", "pin",
    ])
    // What nobody has done yet for this one is owed, and nothing of it stands in the way of an outage.
    expect(statuses(checks.filter((check) => check.status !== "ok"))).toEqual(OWED)
    const row = await test.ctx.db.institution.findUniqueOrThrow({ where: { id } })
    expect(row.checks).toEqual(checks)
    expect(row.checkedAt).not.toBeNull()
  })

  it("fails what the key can't do and what is missing", async () => {
    const { code } = await addInstitution(test.ctx, { ...options((await newAlma()).url, READ_ONLY), backupAdminId: "aabernethy" })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(statuses(checks)).toEqual({
      ...OWED, clock: "ok", "key.read": "ok", "key.write": "fail", "key.jobs": "fail", environment: "ok",
      "job.payload": "fail", "route.proved": "warn", "login.page": "ok", "backup-admin": "fail",
    })
    const admin = checks.find((check) => check.id === "backup-admin")
    expect(admin?.message).toMatch(/not Internal.*no User Administrator role/)
  })

  it("notices that the key reaches another Alma now, and that an old proof is old", async () => {
    const { code, id } = await addInstitution(test.ctx, options((await newAlma()).url))
    const jobProvedAt = new Date(Date.now() - 91 * 86_400_000)
    await test.ctx.db.institution.update({ where: { id }, data: { almaIdentity: "01OTHER|production", jobProvedAt } })
    const { checks } = await checkInstitution(test.ctx, { institution: code })
    expect(statuses(checks)).toMatchObject({ environment: "fail", "route.proved": "warn", "backup-admin": "warn" })
  })

  it("sees a sandbox, and a key that may not say which Alma it reaches", async () => {
    const sandbox = await addInstitution(test.ctx, options((await newAlma({ environment: "sandbox" })).url))
    const found = async (code: string) => (await checkInstitution(test.ctx, { institution: code, only: ["environment"] })).checks[0]
    expect(await found(sandbox.code)).toMatchObject({ status: "warn", message: expect.stringContaining("not the Alma that staff work in") })
    const { code } = await addInstitution(test.ctx, options((await newAlma()).url, USERS_ONLY))
    expect(await found(code)).toMatchObject({ status: "warn", message: "The key may not read which Alma it reaches." })
  })

  it("asks no machine inside the network for a login page", async () => {
    let asked = 0
    const inside = await otherServer((_, response) => (asked++, response.end("x")))
    const { code } = await addInstitution(test.ctx, { ...options((await newAlma()).url), loginUrl: `${inside}/login` })
    const allowHosts = test.ctx.settings.allowHosts.filter((host) => host !== new URL(inside).host)
    const ctx = { ...test.ctx, settings: { ...test.ctx.settings, allowHosts } }
    const { checks } = await checkInstitution(ctx, { institution: code })
    expect(statuses(checks)["login.page"]).toBe("warn")
    expect(asked).toBe(0)
  })
})
