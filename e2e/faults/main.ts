import { LASTING, openScratchPostgres } from "@/lib/db/scratch-postgres"
import { openProofRun, proofArguments, stopAsked } from "../proof/proof-run"
import { DATABASE_ROWS } from "./database-rows"
import { allCells, cellKey, shortCells, type PlannedCell } from "./plan"
import { restoredCases, restoredKey, runRestored } from "./restored"
import { runCells, type CellResult } from "./run-cells"
import { runDatabaseRow } from "./run-database"
import { bites, SELF_CHECKS } from "./self-checks"
import { emptyState, type FaultsState } from "./state"
import { failures, stillToDo, tableLines, totalsOf } from "./table"

const HELP = `npm run faults -- [--short] [--only TEXT,…] [--side-by-side N] [--fresh] [--report]

Every fault at every step of switching, pick-up and returning, by the routes job and direct: each cell is one
institution with a practice Alma of its own, judged by that Alma's history. Stopped, it goes on where it was; the result
is printed and kept in docs/proof/faults.txt.

  --short          the chosen cells and self-checks that npm test runs; nothing is kept
  --only TEXT,…    only cells whose name (fault/route/step) has one of these in it; nothing is kept
  --side-by-side N cells at once (default 24)
  --report         only print what was reached until now
  --fresh          begin anew`

const given = proofArguments(HELP, { short: { type: "boolean" }, only: { type: "string" }, "side-by-side": { type: "string", default: "24" } })
const sideBySide = Number(given["side-by-side"])
const isStopping = stopAsked()

process.exitCode = given.short || given.only !== undefined ? await trySome() : await runAll()
// Sockets that a fault left behind must not keep the process.
process.exit()

/** Some cells, told on the way. @returns the exit code */
async function trySome(): Promise<number> {
  const state = emptyState()
  const wanted = given.only?.split(",") ?? []
  const cells = given.short ? shortCells() : stillToDo(state, allCells()).filter((cell) => wanted.some((text) => cell.key.includes(text)))
  const own = (name: string) => wanted.some((text) => name.includes(text))
  const checks = given.short ? SELF_CHECKS.filter((check) => check.id !== "with-sweep") : SELF_CHECKS.filter((check) => own(check.id))
  await Promise.all([
    runSelfChecks(state, checks, async () => {}),
    runMain(state, cells, async () => {}),
    given.short ? undefined : runRestoredCases(state, restoredCases().filter((one) => own(restoredKey(one))), async () => {}),
    given.short ? undefined : runDatabase(state, DATABASE_ROWS.filter((row) => own(row.id)), async () => {}),
  ])
  const { run, words } = totalsOf(state)
  console.log(`${run} cells: ${[...words].map(([word, count]) => `${count} ${word}`).join(", ")}`)
  for (const check of checks) console.log(`${state.selfChecks[check.id]?.bites ? "bites" : "BLUNT"}  ${check.title}`)
  for (const [said, times] of Object.entries(state.unexpected)) console.log(`${times} x ${said}`)
  const blunt = checks.filter((check) => !state.selfChecks[check.id]?.bites)
  return failures(state).length + blunt.length + state.brokenChains > 0 ? 1 : 0
}

async function runAll(): Promise<number> {
  const proof = await openProofRun("faults", emptyState, { fresh: given.fresh, report: given.report })
  const { state } = proof
  if (!given.report) {
    await Promise.all([
      runMain(state, stillToDo(state, allCells()), proof.save),
      (async () => {
        await runSelfChecks(state, SELF_CHECKS.filter((check) => !state.selfChecks[check.id]), proof.save)
        await runRestoredCases(state, restoredCases().filter((one) => !state.restored[restoredKey(one)]), proof.save)
        await runDatabase(state, DATABASE_ROWS.filter((row) => !rowDone(state, row.id)), proof.save)
      })(),
    ])
  }
  await proof.finish(tableLines(state))
  await proof.close()
  return failures(state).length > 0 ? 1 : 0
}

const rowDone = (state: FaultsState, id: string) => state.notHere[id] !== undefined || Object.keys(state.database).some((key) => key.startsWith(`${id}/`))

function tell(name: string, result: CellResult): void {
  console.error(`${result.word.padEnd(6)} ${name}  ${result.seconds} s${result.broken.length > 0 ? `  ${result.broken.join("; ")}` : ""}`)
}

async function runMain(state: FaultsState, cells: PlannedCell[], save: () => Promise<void>): Promise<void> {
  if (cells.length === 0) return
  const report = await runCells(cells, {
    sideBySide,
    isStopping,
    done: (cell, result) => {
      state.cells[cell.key] = result
      tell(cell.key, result)
      void save()
    },
  })
  for (const [said, times] of report.unexpected) state.unexpected[said] = (state.unexpected[said] ?? 0) + times
  state.brokenChains += report.brokenChains
}

async function runSelfChecks(state: FaultsState, checks: typeof SELF_CHECKS, save: () => Promise<void>): Promise<void> {
  await Promise.all(
    checks.map(async (check) => {
      const result = await check.run()
      const said = result.broken.join("; ").slice(0, 200)
      state.selfChecks[check.id] = { bites: bites(check, result), said }
      console.error(`${bites(check, result) ? "bites " : "BLUNT "} self-check ${check.id}  ${result.seconds} s  the judge said: ${said || result.word}`)
      await save()
    }),
  )
}

async function runRestoredCases(state: FaultsState, cases: ReturnType<typeof restoredCases>, save: () => Promise<void>): Promise<void> {
  if (cases.length === 0) return
  const postgres = await openScratchPostgres({ settings: LASTING })
  try {
    for (const one of cases) {
      if (isStopping()) return
      const result = await runRestored(one, postgres)
      state.restored[restoredKey(one)] = result
      tell(restoredKey(one), result)
      await save()
    }
  } finally {
    await postgres.close()
  }
}

async function runDatabase(state: FaultsState, rows: typeof DATABASE_ROWS, save: () => Promise<void>): Promise<void> {
  for (const row of rows) {
    if (isStopping()) return
    const results: [string, CellResult][] = []
    const why = await runDatabaseRow(row, (step, result) => {
      results.push([cellKey(row, step), result])
      tell(cellKey(row, step), result)
    })
    // A row is kept whole: its cells share the fault.
    for (const [key, result] of results) state.database[key] = result
    if (why) state.notHere[row.id] = why
    await save()
  }
}
