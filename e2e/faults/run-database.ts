import { setTimeout as delay } from "node:timers/promises"
import { verifyAudit } from "@/lib/db/audit"
import { Cell } from "./cell"
import type { DatabaseRow, DatabaseStage } from "./database-rows"
import { travelOn } from "./journey"
import { judge } from "./judge"
import { openFaultLantern, type FaultLantern } from "./lantern"
import { rulesAt } from "./row"
import type { CellResult } from "./run-cells"
import { ROUTES } from "./plan"
import { stepsOf, type Step } from "./steps"

/** At these steps, each on an institution of its own: the fault strikes while Alma is answering slowly. */
export function databaseSteps(): Step[] {
  const chosen = { job: ["read", "run", "poll", "back", "pick-put", "ret-put", "ret-watch"], direct: ["put", "pick-put", "ret-put"] }
  return ROUTES.flatMap((route) => stepsOf(route).filter((step) => chosen[route].includes(step.id)))
}

/**
 * One fault of the database, met at every step. @returns the results by step, or why it can't be played here
 */
export async function runDatabaseRow(row: DatabaseRow, done: (step: Step, result: CellResult) => void): Promise<string | null> {
  const stage = await row.open()
  if (typeof stage === "string") return stage
  const lantern = await openFaultLantern({ quietSeconds: 3, workers: 2, poolSize: 30, via: stage.via }, stage.postgres)
  try {
    await meet(row, stage, lantern, done)
    const broken = (await verifyAudit(lantern.ctx.db, lantern.ctx.keyring)).filter((chain) => chain.broken !== null)
    if (broken.length > 0) throw new Error(`${row.id}: an audit chain is broken`)
    return null
  } finally {
    await lantern.close()
    await stage.close()
  }
}

async function meet(row: DatabaseRow, stage: DatabaseStage, lantern: FaultLantern, done: (step: Step, result: CellResult) => void): Promise<void> {
  const cells: Cell[] = []
  for (const step of databaseSteps()) {
    const rules = rulesAt(step, { kind: "slow_body", delayMs: 2_500 }, 1)
    const cell = await Cell.open(lantern, step, { rules, clockAhead: row.id === "clock-ahead" })
    await cell.declare()
    cells.push(cell)
  }
  let travelling = true
  const met = new Set<Cell>()
  const striking = (async () => {
    while (travelling) {
      const inStep = cells.filter((cell) => !met.has(cell) && cell.hasStruck)
      if (inStep.length > 0) {
        await stage.strike(lantern)
        for (const cell of inStep) met.add(cell)
      }
      await delay(50)
    }
  })()
  await Promise.all(
    cells.map(async (cell) => {
      const begun = performance.now()
      const verdict = await travelOn(cell).then(
        () => patiently(() => judge(cell)),
        (error: unknown) => ({ word: "FAIL" as const, broken: [`the cell broke: ${error instanceof Error ? (error.stack ?? "").slice(0, 600) : String(error)}`] }),
      )
      done(cell.step, { ...verdict, seconds: Math.round((performance.now() - begun) / 100) / 10 })
    }),
  )
  travelling = false
  await striking
  await Promise.all(cells.map((cell) => cell.close()))
}

/** The judge's own questions wait until the database is there. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries > 60) throw error
      await delay(1_000)
    }
  }
}
