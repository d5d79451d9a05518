import { afterEach, describe, expect, it, vi } from "vitest"
import type { AlmaClient } from "@/lib/alma/alma-client"
import { claimDueHolds, claimDueJobRun, claimHold, renewHold, renewJobRun } from "@/lib/db/claims"
import { commitHold } from "@/lib/db/journal"
import { FenceLost } from "@/lib/domain/errors"
import { auditFrame } from "@/lib/services/context"
import { endOutage } from "@/lib/services/end-outage"
import { issueCodes } from "@/lib/services/issue-codes"
import { redeemCode } from "@/lib/services/redeem-code"
import { commitRun } from "../job-run/commit-run"
import { formJobRun } from "../job-run/form-job-run"
import { asked, stepContext } from "../test-steps"
import type { Stepping } from "./stepping"
import { stepping } from "./stepping"

let lantern: Stepping
afterEach(async () => {
  vi.useRealTimers()
  await lantern.close()
})

const leaseRunsOut = async () => {
  const { db } = lantern.ctx
  await db.$executeRaw`update "Hold" set "leaseUntil" = clock_timestamp() - interval '1 second' where "leaseUntil" is not null`
  await db.$executeRaw`update "JobRun" set "leaseUntil" = clock_timestamp() - interval '1 second' where "leaseUntil" is not null`
}
const claim = async (owner: string) => (await claimDueHolds(lantern.ctx.db, lantern.institution.id, owner, 10))[0] ?? null
const claimRun = (owner: string) => claimDueJobRun(lantern.ctx.db, lantern.institution.id, owner)

describe("one account has one writer", () => {
  it("while its lease lasts, and then a later one", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    const [one, other] = await Promise.all([claim("one"), claim("another")])
    expect([one, other].filter(Boolean)).toHaveLength(1)
    const mine = (one ?? other)!
    expect(await claim("a third")).toBeNull()
    expect(await claimHold(lantern.ctx.db, mine.id, "pickup:1")).toBeNull()
    await leaseRunsOut()
    const later = await claim("a fourth")
    expect(later!.fence).toBeGreaterThan(mine.fence)
    expect(await renewHold(lantern.ctx.db, mine.id, mine.fence)).toBe(false)
    expect(await renewHold(lantern.ctx.db, mine.id, later!.fence)).toBe(true)
  }, 90_000)

  it("and a later owner's fence makes an earlier one's commit fail, with all that is in it", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    const early = (await claim("early"))!
    await leaseRunsOut()
    const late = (await claim("late"))!
    const { db } = lantern.ctx
    const entries = await db.auditEntry.count()
    const commit = (hold: typeof early) =>
      commitHold(db, auditFrame(lantern.ctx, hold.institutionId), hold, {
        patch: { state: "needs_person", reason: "Tried." },
        intent: { kind: "return" },
        audit: [{ action: "test.step" }],
        release: true,
      })
    await expect(commit(early)).rejects.toThrow(FenceLost)
    expect(await lantern.hold("bare")).toMatchObject({ state: "waiting", reason: null, leaseOwner: "late" })
    expect([await db.intent.count(), await db.auditEntry.count()]).toEqual([0, entries])
    await commit(late)
    expect(await lantern.hold("bare")).toMatchObject({ state: "needs_person", leaseOwner: null, leaseUntil: null })
  }, 90_000)

  it("by the database's clock, however wrong a machine's is", async () => {
    lantern = await stepping()
    await asked(lantern, ["bare"])
    expect(await claim("one")).not.toBeNull()
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 })
    expect(await claim("another")).toBeNull()
  }, 90_000)

  it("as one job run of an institution has", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare"])
    const ctx = await stepContext(lantern)
    await Promise.all([formJobRun(ctx), formJobRun(ctx), formJobRun(ctx)])
    expect(await ctx.db.jobRun.count()).toBe(1)
    const early = (await claimRun("early"))!
    expect(await claimRun("another")).toBeNull()
    await leaseRunsOut()
    const late = (await claimRun("late"))!
    await expect(commitRun(ctx, early, { state: "intended", note: "Tried." }, [{ action: "test.run" }])).rejects.toThrow(FenceLost)
    expect(await ctx.db.jobRun.findFirstOrThrow()).toMatchObject({ state: "reading", note: null, fence: late.fence })
    expect(await ctx.db.auditEntry.count({ where: { action: "test.run" } })).toBe(0)
    expect(await renewJobRun(ctx.db, early.id, early.fence)).toBe(false)
    expect(await commitRun(ctx, late, { note: "Done." })).toMatchObject({ note: "Done." })
  }, 90_000)
})

describe("no transaction is open while Alma is called", () => {
  it("on the way there, at pick-up, on the way back, or while watching", async () => {
    lantern = await stepping()
    const open: string[] = []
    const { alma: real } = await stepContext(lantern)
    const calls = Object.entries(real).map(([name, call]) => [
      name,
      async (...given: unknown[]) => {
        const rows = await lantern.ctx.db.$queryRaw<unknown[]>`
          select 1 from pg_stat_activity where "datname" = current_database() and "xact_start" is not null and "pid" <> pg_backend_pid()`
        open.push(`${name} ${rows.length}`)
        return (call as (...given: unknown[]) => Promise<unknown>)(...given)
      },
    ])
    const alma = Object.fromEntries(calls) as AlmaClient
    const outageId = await asked(lantern, ["bare"])
    await lantern.step("bare", { alma })
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    await redeemCode({ ...lantern.ctx, almaFor: () => alma }, { primaryId: "bare", code: issued!.code, address: "127.0.0.1" })
    await lantern.step("bare", { alma })
    await endOutage(lantern.ctx, { outageId })
    await lantern.step("bare", { alma })
    expect(open).toContain("putUser 0")
    expect(open.filter((one) => !one.endsWith(" 0"))).toEqual([])
    expect(open.length).toBeGreaterThanOrEqual(9)
  }, 90_000)
})
