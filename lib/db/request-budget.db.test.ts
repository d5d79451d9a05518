import { setTimeout as delay } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { BudgetQueue } from "@/lib/alma/budget-queue"
import type { RequestPriority } from "@/lib/domain/request-budget"
import { createRequestBudget } from "./request-budget"
import type { TestDatabase } from "./test-database"
import { testDatabase } from "./test-database"

const PROCESSES = 4

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ poolSize: 12 })
})
afterAll(() => database.drop())

/** An institution with this rate, and one queue for each process. */
async function processes(code: string, rate: number): Promise<BudgetQueue[]> {
  const db = database.db.prisma
  const { id } = await db.institution.create({
    data: { code, name: code, apiUrl: "http://127.0.0.1", apiKeySealed: "", loginUrl: "", timeZone: "UTC", rate },
  })
  await db.almaBudget.create({ data: { institutionId: id, tat: new Date() } })
  return Array.from({ length: PROCESSES }, () => new BudgetQueue({
    budget: createRequestBudget(db, id),
    maxInFlight: 32,
    sleep: (ms) => delay(ms),
    now: () => performance.now(),
  }))
}

/** Keeps `lanes` requests of this priority in flight, each taking 30 ms, and notes when each left. */
async function load(queue: BudgetQueue, priority: RequestPriority, until: number, sent: number[], lanes = 8): Promise<void> {
  const lane = async () => {
    while (performance.now() < until) {
      const slot = await queue.acquire(priority, until - performance.now())
      if (slot.kind !== "granted") return
      sent.push(performance.now())
      await delay(30)
      slot.release()
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

describe("one institution's budget", () => {
  it("holds its rate in any second over four processes, and leaves none of it unused", async () => {
    const queues = await processes("RAT", 20)
    const started = performance.now()
    const sent: number[] = []
    await Promise.all(queues.map((queue) => load(queue, "change", started + 4_000, sent)))
    sent.sort((a, b) => a - b)
    const inSecond = sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length)
    expect(Math.max(...inSecond)).toBeLessThanOrEqual(24)
    expect(sent.length).toBeGreaterThanOrEqual(68)
  }, 20_000)

  it("lets a write leave in time at one request a second while other processes only read", async () => {
    const queues = await processes("ONE", 1)
    const until = performance.now() + 9_000
    const reads: number[] = []
    const others = queues.slice(1).map((queue) => load(queue, "change", until, reads, 3))
    const [mine] = queues
    const writes: string[] = []
    while (performance.now() < until - 3_500) {
      const read = await mine!.acquire("change")
      if (read.kind === "granted") read.release()
      const write = await mine!.acquire("write", 1_400)
      writes.push(write.kind)
      if (write.kind === "granted") write.release()
    }
    await Promise.all(others)
    expect(writes.length).toBeGreaterThan(0)
    expect(writes.every((kind) => kind === "granted")).toBe(true)
  }, 30_000)
})
