import { afterAll, beforeAll, expect, it } from "vitest"
import { createRoster } from "@/lib/services/create-roster"
import { startNamedUserCount } from "@/lib/services/start-named-user-count"
import { startRunner } from "./runner"
import { testLantern, type TestLantern } from "./test-lantern"

let lantern: TestLantern
beforeAll(async () => {
  lantern = await testLantern()
})
afterAll(() => lantern.close())

it("reads a roster that was never read, and goes on with a count whose process died, as soon as it starts", async () => {
  const { ctx, url } = lantern
  const roster = await createRoster(ctx, { institution: "ABC", name: "Desk", staff: [{ primaryId: "aabernethy", name: null }] })
  const count = await startNamedUserCount(ctx, { institution: "ABC", source: { kind: "everyone" } })
  await ctx.db.namedUserCount.update({ where: { id: count.id }, data: { leaseOwner: "dead", leaseUntil: new Date(0) } })
  const runner = await startRunner({ url, ctx, care: true, onError: () => {} })
  try {
    await expect.poll(async () => (await ctx.db.roster.findUniqueOrThrow({ where: { id: roster.id } })).refreshedAt, { timeout: 10_000 }).not.toBeNull()
    await expect.poll(async () => (await ctx.db.namedUserCount.findUniqueOrThrow({ where: { id: count.id } })).state, { timeout: 10_000 }).toBe("done")
    const refreshed = await ctx.db.auditEntry.findFirstOrThrow({ where: { action: "roster.refreshed" } })
    expect(refreshed.actor).toBe("Lantern")
  } finally {
    await runner.stop()
  }
})
