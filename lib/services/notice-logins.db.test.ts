import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { TestLantern } from "@/lib/runner/test-lantern"
import { testLantern } from "@/lib/runner/test-lantern"
import { asked } from "@/lib/runner/test-steps"
import { readOutageView } from "@/lib/db/outage-view"
import { issueCodes } from "./issue-codes"
import { noticeLogins } from "./notice-logins"
import { redeemCode } from "./redeem-code"

const STAFF = ["aabernethy", "mixedseg"]

describe("who has logged in", () => {
  let lantern: TestLantern
  let outageId: string
  const passwords = new Map<string, string>()
  beforeAll(async () => {
    lantern = await testLantern()
    await lantern.work()
    outageId = await asked(lantern, STAFF)
    for (const id of STAFF) await lantern.until(id, ["internal"])
    const pickup = { ...lantern.ctx, actor: { kind: "pickup" as const, name: "Pick-up" } }
    for (const { primaryId, code } of await issueCodes(lantern.ctx, { outageId, kind: "slip" })) {
      const { password } = await redeemCode(pickup, { primaryId, code, address: "127.0.0.1" })
      passwords.set(primaryId, password)
    }
  }, 60_000)
  afterAll(() => lantern.close())

  const nextMinute = () => lantern.ctx.db.rateLimiterFlexible.deleteMany({ where: { key: { startsWith: "turn:" } } })
  const reports = async () => (await requests()).filter((path) => path.includes("staff-login-report")).length
  const requests = async () => lantern.alma.requests().map((request) => request.path)
  const view = async () => {
    const options = { now: new Date(), quietSeconds: 1, publicUrl: "" }
    const { accounts } = await readOutageView(lantern.ctx.db, lantern.ctx.actor, outageId, options)
    return new Map(accounts.map((account) => [account.primaryId, account.loggedInAt]))
  }

  it("is nobody before they did, and is asked for once a minute however many ask", async () => {
    await nextMinute()
    const before = await reports()
    expect(await Promise.all([1, 2, 3].map(() => noticeLogins(lantern.ctx)))).toEqual([0, 0, 0])
    expect(await reports()).toBe(before + 1)
    expect([...(await view()).values()]).toEqual([null, null])
  })

  it("is written down once, with the audit, when Alma's report names them after the collection", async () => {
    await logIn("aabernethy")
    await nextMinute()
    expect(await noticeLogins(lantern.ctx)).toBe(1)
    await nextMinute()
    expect(await noticeLogins(lantern.ctx)).toBe(0)
    const seen = await view()
    expect(seen.get("aabernethy")).not.toBeNull()
    expect(seen.get("mixedseg")).toBeNull()
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "hold.logged_in" } })).toBe(1)
  })

  it("is no longer said of who collects another password, until they log in with it", async () => {
    const { id } = await lantern.hold("aabernethy")
    await lantern.ctx.db.hold.update({ where: { id }, data: { collectedAt: new Date() } })
    await nextMinute()
    expect(await noticeLogins(lantern.ctx)).toBe(0)
    expect((await view()).get("aabernethy")).toBeNull()
  })

  it("is not known where the key may not read the report, and Alma is not asked each minute then", async () => {
    lantern.alma.faults.add({ match: { path: /staff-login-report/ }, fault: "key_revoked" })
    await nextMinute()
    expect(await noticeLogins(lantern.ctx)).toBe(0)
    const turn = await lantern.ctx.db.rateLimiterFlexible.findFirstOrThrow({ where: { key: { startsWith: "turn:logins" } } })
    expect(turn.expire!.getTime() - Date.now()).toBeGreaterThan(50 * 60_000)
  })

  async function logIn(primaryId: string) {
    const page = `${lantern.alma.url}/mng`
    const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields), redirect: "manual" as const })
    const answer = await fetch(`${page}/login`, form({ user: primaryId, password: passwords.get(primaryId)! }))
    const cookie = answer.headers.get("set-cookie")!.split(";")[0]!
    const own = "Own-words-only-9"
    await fetch(`${page}/new-password`, { ...form({ new: own, repeat: own }), headers: { cookie } })
  }
})
