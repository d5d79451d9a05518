import { primaryIdKey } from "@/lib/domain/account-facts"
import { openOriginal, sealOriginal } from "@/lib/services/original-facts"
import type { Cell } from "./cell"
import { allCells, type PlannedCell } from "./plan"
import { rulesAt } from "./row"
import { runCells, type CellResult } from "./run-cells"
import { stepsOf, TARGET, WAS_INTERNAL } from "./steps"

/** A rule is taken out, from outside, and the judge must say so. */
export interface SelfCheck {
  id: string
  title: string
  /** What the judge must say. */
  says: RegExp
  run(): Promise<CellResult>
}

const lateSwitch = (delayMs = 20_000): PlannedCell => {
  const step = stepsOf("direct").find((each) => each.id === "put")!
  const row = { id: "late", title: "", group: "HTTP" as const, at: () => null }
  const strike = { rules: rulesAt(step, { kind: "late_apply" as const, delayMs, validated: true }), landsWithinMs: delayMs + 500, endAtOnce: true }
  return { key: "self", row, step, strike, quiet: 1 }
}

const plain = (): PlannedCell => allCells().find((cell) => cell.key === "slow/job/ret-put")!

async function runOne(cell: PlannedCell, options: { quiet?: number; sweeps?: boolean; whenInternal?: (cell: Cell) => Promise<void> }): Promise<CellResult> {
  let result: CellResult | undefined
  await runCells([cell], { sideBySide: 1, ...options, done: (_cell, its) => (result = its) })
  return result!
}

/** On a slow machine the outage may close only after the write has landed: then it must land later to show anything. */
async function withoutSweep(): Promise<CellResult> {
  for (const delayMs of [20_000, 60_000]) {
    const result = await runOne(lateSwitch(delayMs), { quiet: 0, sweeps: false })
    if (result.word === "FAIL") return result
  }
  return runOne(lateSwitch(240_000), { quiet: 0, sweeps: false })
}

async function forgetSegments(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  const hold = await cell.hold(TARGET)
  const facts = openOriginal(ctx, hold)
  await ctx.db.hold.update({ where: { id: hold.id }, data: { original: sealOriginal(ctx, hold, { ...facts, segments: [] }) } })
}

/** As if Lantern had an intent for somebody who was Internal before. */
async function ownWhoWasInternal(cell: Cell): Promise<void> {
  const { ctx } = cell.place
  const hold = await ctx.db.hold.findFirstOrThrow({ where: { outageId: cell.outageId, primaryIdKey: primaryIdKey(WAS_INTERNAL) } })
  const facts = openOriginal(ctx, await cell.hold(TARGET))
  await ctx.db.hold.update({
    where: { id: hold.id },
    data: {
      state: "internal", desired: "internal", intendedAt: new Date(), dueAt: new Date(),
      original: sealOriginal(ctx, hold, { ...facts, primaryId: WAS_INTERNAL, segments: [] }),
    },
  })
}

export const SELF_CHECKS: SelfCheck[] = [
  {
    id: "without-sweep",
    title: "without the quiet period and the late sweeps, a late write is left",
    says: /is left .*INTERNAL/,
    run: withoutSweep,
  },
  {
    id: "with-sweep",
    title: "with the late sweeps alone, the same write is put right",
    says: /^$/,
    run: () => runOne(lateSwitch(), { quiet: 0 }),
  },
  {
    id: "without-facts",
    title: "without the original facts, fields are lost",
    says: /mixedseg differs in/,
    run: () => runOne(plain(), { whenInternal: forgetSegments }),
  },
  {
    id: "without-external-check",
    title: "without “seen External first”, who was Internal is changed",
    says: /ogrady was changed/,
    run: () => runOne(plain(), { whenInternal: ownWhoWasInternal }),
  },
]

/** Whether the judge said what it had to. */
export function bites({ says }: SelfCheck, result: CellResult): boolean {
  const said = result.broken.join("; ")
  return says.source === "^$" ? result.word !== "FAIL" && result.word !== "unmet" : result.word === "FAIL" && says.test(said)
}
