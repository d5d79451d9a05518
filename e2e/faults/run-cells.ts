import { verifyAudit } from "@/lib/db/audit"
import { LASTING, openScratchPostgres } from "@/lib/db/scratch-postgres"
import { Cell } from "./cell"
import { travel, type JourneyOptions } from "./journey"
import { judge, type Verdict } from "./judge"
import { openFaultLantern, type FaultLantern } from "./lantern"
import type { PlannedCell } from "./plan"

export interface CellResult extends Verdict {
  seconds: number
}

export interface RunOptions extends JourneyOptions {
  /** Cells at once; those that wait for minutes have as many again of their own. */
  sideBySide: number
  workers?: number
  /** Instead of what the cells ask for. */
  quiet?: number
  isStopping?: () => boolean
  done: (cell: PlannedCell, result: CellResult) => void
}

/** What the Lanterns met that nobody expected, and chains that don't hold. */
export interface RunReport {
  unexpected: Map<string, number>
  brokenChains: number
}

/** Runs cells side by side, those of one quiet period on one Lantern. */
export async function runCells(cells: PlannedCell[], options: RunOptions): Promise<RunReport> {
  const postgres = await openScratchPostgres({ settings: LASTING })
  const report: RunReport = { unexpected: new Map(), brokenChains: 0 }
  const byQuiet = Map.groupBy(cells, (cell) => options.quiet ?? cell.quiet)
  // The longest first: the others are done while it waits.
  const lanes = [...byQuiet].sort(([a], [b]) => b - a).map(async ([quietSeconds, own]) => {
    const place = await openFaultLantern({ quietSeconds, workers: options.workers ?? Math.max(1, Math.ceil(Math.min(options.sideBySide, own.length) / 8)) }, postgres)
    try {
      await inLanes(own, options.sideBySide, async (cell) => {
        if (options.isStopping?.()) return
        options.done(cell, await runCell(place, cell, options))
      })
      report.brokenChains += (await verifyAudit(place.ctx.db, place.ctx.keyring)).filter((chain) => chain.broken !== null).length
      for (const [said, times] of place.unexpected) report.unexpected.set(said, (report.unexpected.get(said) ?? 0) + times)
    } finally {
      await place.close()
    }
  })
  const ended = await Promise.allSettled(lanes)
  await postgres.close()
  for (const lane of ended) if (lane.status === "rejected") throw lane.reason
  return report
}

async function runCell(place: FaultLantern, planned: PlannedCell, options: JourneyOptions = {}): Promise<CellResult> {
  const begun = performance.now()
  const cell = await Cell.open(place, planned.step, planned.strike)
  try {
    await travel(cell, options)
    return { ...(await judge(cell)), seconds: seconds(begun) }
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join(" | ") : String(error)
    return { word: "FAIL", broken: [`the cell broke: ${said}`, ...cell.faults], seconds: seconds(begun) }
  } finally {
    await cell.close()
  }
}

const seconds = (since: number) => Math.round((performance.now() - since) / 100) / 10

async function inLanes<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: Math.min(width, left.length) }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}
