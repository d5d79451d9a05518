import { beforeEach, describe, expect, it } from "vitest"
import { BudgetQueue } from "@/lib/alma/budget-queue"
import type { RequestBudget, RequestPriority } from "@/lib/domain/request-budget"

/** A clock that moves only when told, and wakes sleepers at their time (or late, when told). */
class FakeClock {
  time = 0
  lateBy = 0
  #sleepers: { at: number; wake: () => void }[] = []

  now = () => this.time

  sleep = (ms: number) =>
    new Promise<void>((wake) => {
      this.#sleepers.push({ at: this.time + ms, wake })
    })

  async advance(ms: number): Promise<void> {
    const end = this.time + ms
    for (;;) {
      await settle()
      this.#sleepers.sort((a, b) => a.at - b.at)
      const next = this.#sleepers[0]
      if (!next || next.at > end) break
      this.#sleepers.shift()
      this.time = Math.max(this.time, next.at + this.lateBy)
      this.lateBy = 0
      next.wake()
    }
    this.time = Math.max(this.time, end)
    await settle()
  }
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

/** One slot every `everyMs`; the watch may reserve only when the next slot is due now. */
class PacedBudget implements RequestBudget {
  asked: RequestPriority[] = []
  outstanding = 0
  mostOutstanding = 0
  givenBack = 0
  #next = 0

  constructor(
    readonly clock: FakeClock,
    readonly everyMs: number,
    /** Slots granted at once, at most. */
    readonly slots = 1,
  ) {}

  async reserve(priority: RequestPriority, most = 1, leadMs = 0) {
    this.outstanding += 1
    this.mostOutstanding = Math.max(this.mostOutstanding, this.outstanding)
    await Promise.resolve()
    this.outstanding -= 1
    this.asked.push(priority)
    const waitMs = Math.max(leadMs, this.#next - this.clock.time)
    if (priority === "watch" && waitMs > 0) return { granted: false, waitMs }
    const slots = Math.min(most, this.slots)
    this.#next = this.clock.time + waitMs + slots * this.everyMs
    return { granted: true, waitMs, slots, everyMs: this.everyMs, token: "t", saidAt: this.clock.time }
  }

  giveBack(slots = 1) {
    this.givenBack += slots
    return Promise.resolve()
  }

  throttled() {
    return Promise.resolve()
  }
}

describe("the budget queue", () => {
  let clock: FakeClock
  let budget: PacedBudget
  let queue: BudgetQueue
  let order: string[]

  beforeEach(() => {
    clock = new FakeClock()
    budget = new PacedBudget(clock, 100)
    queue = new BudgetQueue({ budget, maxInFlight: 4, sleep: clock.sleep, now: clock.now })
    order = []
  })

  const ask = (name: string, priority: RequestPriority, hold = false, startWithinMs?: number) =>
    queue.acquire(priority, startWithinMs).then((slot) => {
      order.push(slot.kind === "granted" ? `${name}@${clock.time}` : `${name}:${slot.kind}`)
      if (slot.kind === "granted" && !hold) slot.release()
      return slot
    })

  it("lets the highest priority go first, and equals in their order", async () => {
    void ask("first", "change")
    void ask("watch", "watch")
    void ask("change", "change")
    void ask("change2", "change")
    void ask("write", "write")
    void ask("pickup", "pickup")
    await clock.advance(1_000)
    expect(order.map((entry) => entry.split("@")[0])).toEqual([
      "pickup",
      "write",
      "first",
      "change",
      "change2",
      "watch",
    ])
  })

  it("gives a slot already awaited to a pick-up that comes meanwhile", async () => {
    void ask("first", "change")
    await clock.advance(0)
    void ask("second", "change")
    await clock.advance(40)
    void ask("pickup", "pickup")
    await clock.advance(400)
    expect(order).toEqual(["first@0", "pickup@100", "second@200"])
  })

  it("asks anew for a higher arrival while a lower one may not reserve", async () => {
    void ask("first", "change")
    await clock.advance(0)
    void ask("watch", "watch")
    await clock.advance(10)
    void ask("pickup", "pickup")
    await clock.advance(10)
    expect(budget.asked).toEqual(["change", "watch", "pickup"])
    await clock.advance(1_000)
    expect(order).toEqual(["first@0", "pickup@100", "watch@200"])
  })

  it("has one reservation outstanding at a time", async () => {
    for (let at = 0; at < 30; at += 1) void ask(`r${at}`, "change")
    await clock.advance(3_000)
    expect(order).toHaveLength(30)
    expect(budget.mostOutstanding).toBe(1)
    expect(budget.asked).toHaveLength(30)
  })

  it.each([
    [50, 0, "second@150"],
    [51, 1, "second@200"],
    [60_000, 0, "second@60100"],
  ])("woken %d ms late it gives back %d slots", async (lateBy, givenBack, when) => {
    void ask("first", "change")
    await clock.advance(0)
    void ask("second", "change")
    await clock.advance(0)
    clock.lateBy = lateBy
    await clock.advance(500)
    expect(budget.givenBack).toBe(givenBack)
    expect(order).toEqual(["first@0", when])
  })

  describe("with several slots for one question", () => {
    beforeEach(() => {
      budget = new PacedBudget(clock, 100, 4)
      queue = new BudgetQueue({ budget, maxInFlight: 6, sleep: clock.sleep, now: clock.now })
    })

    it("uses each at its time, and gives the next to a pick-up that comes meanwhile", async () => {
      for (let at = 0; at < 5; at += 1) void ask(`r${at}`, "change")
      await clock.advance(50)
      void ask("pickup", "pickup")
      await clock.advance(1_000)
      // The first asked when nobody else had come.
      expect(budget.asked).toEqual(["change", "change", "change"])
      expect(order).toEqual(["r0@0", "pickup@100", "r1@200", "r2@300", "r3@400", "r4@500"])
    })

    it("gives back at once what nobody is left to take", async () => {
      for (let at = 0; at < 5; at += 1) void ask(`r${at}`, "change", false, at === 0 ? undefined : 150)
      await clock.advance(1_000)
      expect(order).toEqual(["r0@0", "r1@100", "r2:too_late", "r3:too_late", "r4:too_late"])
      expect(budget.givenBack).toBe(3)
    })

    it("sends nothing of what it slept through", async () => {
      for (let at = 0; at < 5; at += 1) void ask(`r${at}`, "change", true)
      await clock.advance(0)
      clock.lateBy = 10_000
      await clock.advance(2_000)
      expect(budget.givenBack).toBe(0)
      expect(order.slice(0, 2)).toEqual(["r0@0", "r1@10100"])
    })
  })

  it("reserves nothing while as many as allowed are under way", async () => {
    const held = [1, 2, 3, 4].map((at) => ask(`h${at}`, "change", true))
    void ask("fifth", "change")
    await clock.advance(2_000)
    expect(budget.asked).toHaveLength(4)
    const slot = await held[1]
    if (slot?.kind === "granted") {
      slot.release()
      slot.release()
    }
    await clock.advance(1_000)
    expect(order.at(-1)).toBe("fifth@2000")
    expect(budget.asked).toHaveLength(5)
  })

  it("turns away who can't start in time and gives the slot to the next", async () => {
    void ask("first", "change")
    await clock.advance(0)
    void ask("hasty", "write", false, 50)
    void ask("patient", "change")
    await clock.advance(500)
    expect(order).toEqual(["first@0", "hasty:too_late", "patient@100"])
  })

  it("tells everyone when the budget can't be asked, and recovers", async () => {
    const working = budget.reserve.bind(budget)
    budget.reserve = () => Promise.reject(new Error("database gone"))
    void ask("a", "change")
    void ask("b", "watch")
    await clock.advance(0)
    budget.reserve = working
    void ask("c", "change")
    await clock.advance(100)
    expect(order).toEqual(["a:failed", "b:failed", "c@0"])
  })

  it("holds the rate with another process, also while each hears of its slots late", async () => {
    budget = new PacedBudget(clock, 50, 8)
    const sent: number[] = []
    const process = (answerTakes: number[]) => {
      let asked = 0
      const slow: RequestBudget = {
        reserve: async (...question) => {
          const reservation = await budget.reserve(...question)
          await clock.sleep(answerTakes[asked++ % answerTakes.length]!)
          return reservation
        },
        giveBack: (slots) => budget.giveBack(slots),
        throttled: () => budget.throttled(),
      }
      const own = new BudgetQueue({ budget: slow, maxInFlight: 32, sleep: clock.sleep, now: clock.now })
      for (let at = 0; at < 200; at += 1) {
        void own.acquire("change").then((slot) => {
          sent.push(clock.time)
          if (slot.kind === "granted") slot.release()
        })
      }
    }
    process([2, 900, 700, 30, 5, 1_200, 800])
    process([1, 3, 650, 40, 900, 2])
    await clock.advance(60_000)
    const inSecond = sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length)
    expect(Math.max(...inSecond)).toBeLessThanOrEqual(24)
    expect(sent, "and all go, in the end").toHaveLength(400)
  })
})
