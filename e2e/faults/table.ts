import { targetLine } from "../proof/proof-run"
import { DATABASE_ROWS } from "./database-rows"
import { allCells, cellKey, ROUTES, ROWS, type PlannedCell } from "./plan"
import { BACKUPS, MOMENTS, restoredCases, restoredKey } from "./restored"
import type { CellResult } from "./run-cells"
import { databaseSteps } from "./run-database"
import { SELF_CHECKS } from "./self-checks"
import type { FaultsState } from "./state"
import { stepsOf, type StepRoute } from "./steps"

const LEGEND = [
  "ok      External, Internal and back to External, every field as before, at the first try",
  "later   the same, after Lantern tried again, looked for what was lost, or waited",
  "person  the same, and on the way Lantern said that a person is needed; or it was accepted by name (deleted accounts)",
  "left    left alone, with the reason; nothing was changed",
  "over    as ok, but what somebody edited in the under 2 s between our read and our write was overwritten:",
  "        Alma has no conditional write, so nobody can prevent that",
  "FAIL    a rule was broken; listed below",
  "unmet   the fault never struck: nothing shown",
  "·       the fault doesn't belong to this step",
  "?       not run yet",
  "Waits of minutes (402222, the daily limit, a job that never ends, a person's try again) are passed by moving their",
  "time in the database, and so is the hour by which a clock that jumped ahead puts off what it wrote then; quiet periods",
  "and late writes are real time. Each cell is one institution with a practice",
  "Alma of its own over HTTP, the real runner and services on a real Postgres: declare, switch 3, pick up, end, sweep.",
]

export function tableLines(state: FaultsState): string[] {
  const main = ROUTES.flatMap((route) => [...routeTable(state, route), ""])
  return [...summary(state), "", ...main, ...databaseTable(state), "", ...restoredTable(state), "", ...selfCheckLines(state), "", "LEGEND", ...LEGEND, "", ...broken(state)]
}

function grid(title: string, names: string[], rows: [string, string[]][]): string[] {
  const first = Math.max(title.length, ...rows.map(([name]) => name.length))
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map(([, cells]) => (cells[at] ?? "").length)))
  const line = (name: string, cells: string[]) => `${name.padEnd(first)}  ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join("  ")}`.trimEnd()
  return [line(title, names), ...rows.map(([name, cells]) => line(name, cells))]
}

function routeTable(state: FaultsState, route: StepRoute): string[] {
  const steps = stepsOf(route)
  const rows = ROWS.map((row): [string, string[]] => [row.title, steps.map((step) => (row.at(step) ? wordOf(state.cells[cellKey(row, step)]) : "·"))])
  return grid(`ROUTE ${route.toUpperCase()}`, steps.map((step) => step.id), rows.filter(([, words]) => words.some((word) => word !== "·")))
}

const wordOf = (result: CellResult | undefined) => result?.word ?? "?"

function databaseTable(state: FaultsState): string[] {
  const steps = databaseSteps()
  const rows = DATABASE_ROWS.map((row): [string, string[]] => [row.title, steps.map((step) => (state.notHere[row.id] ? "n/a" : wordOf(state.database[cellKey(row, step)])))])
  const notHere = Object.entries(state.notHere).map(([id, why]) => `n/a  ${id}: ${why}`)
  return [...grid("DATABASE AND CLOCK", steps.map((step) => `${step.route}:${step.id}`), rows), ...notHere]
}

function restoredTable(state: FaultsState): string[] {
  const rows = ROUTES.flatMap((route) =>
    BACKUPS.map((backup): [string, string[]] => [
      `${route}, the backup knows ${backup === "nothing" ? "no outage" : "the list only"}`,
      MOMENTS.map((moment) => wordOf(state.restored[restoredKey({ route, backup, moment })])),
    ]),
  )
  return grid("OLD BACKUP RESTORED, THEN outage adopt", [...MOMENTS], rows)
}

function selfCheckLines(state: FaultsState): string[] {
  const lines = SELF_CHECKS.map(({ id, title }) => {
    const check = state.selfChecks[id]
    return `${check === undefined ? "?      " : check.bites ? "bites  " : "BLUNT  "} ${title}${check?.said ? `: “${check.said}”` : ""}`
  })
  return ["DOES THE JUDGE BITE? A rule is taken out from outside, and it must say so", ...lines]
}

interface Totals {
  planned: number
  run: number
  words: Map<string, number>
}

export function totalsOf(state: FaultsState): Totals {
  const results = [...Object.values(state.cells), ...Object.values(state.database), ...Object.values(state.restored)]
  const words = new Map<string, number>()
  for (const { word } of results) words.set(word, (words.get(word) ?? 0) + 1)
  const database = DATABASE_ROWS.filter((row) => !state.notHere[row.id]).length * databaseSteps().length
  return { planned: allCells().length + database + restoredCases().length, run: results.length, words }
}

export function failures(state: FaultsState): [string, CellResult][] {
  const all = [...Object.entries(state.cells), ...Object.entries(state.database), ...Object.entries(state.restored)]
  return all.filter(([, { word }]) => word === "FAIL" || word === "unmet")
}

function summary(state: FaultsState): string[] {
  const { planned, run, words } = totalsOf(state)
  const failed = failures(state).length
  const checks = Object.values(state.selfChecks)
  const biting = checks.filter((check) => check.bites).length
  const late = allCells().filter((cell) => cell.row.id.startsWith("late-"))
  const lateRun = late.filter((cell) => state.cells[cell.key])
  const lateBad = lateRun.filter((cell) => ["FAIL", "unmet"].includes(wordOf(state.cells[cell.key]))).length
  const toDo = (of: number, all: number) => (of < all ? `${all - of} not run yet: start again to go on` : "see below")
  return [
    `Cells: ${run} of ${planned}: ${[...words].map(([word, count]) => `${count} ${word}`).join(", ") || "none"}`,
    `Unexpected errors in workers (each was taken up again): ${Object.values(state.unexpected).reduce((sum, times) => sum + times, 0)}; broken audit chains: ${state.brokenChains}`,
    "",
    targetLine("each fault x each step x switch, pick-up, return", "all, nothing lost", `${run - failed} of ${planned}`, failed === 0 && run === planned, toDo(run, planned)),
    targetLine("late PUT up to 5 min", "0 left", `${lateBad} left in ${lateRun.length} of ${late.length} cells`, lateBad === 0 && lateRun.length === late.length, toDo(lateRun.length, late.length)),
    targetLine("the suite fails when the sweep is taken out", "yes", `${biting} of ${SELF_CHECKS.length} self-checks bite`, biting === SELF_CHECKS.length, toDo(checks.length, SELF_CHECKS.length)),
  ]
}

function broken(state: FaultsState): string[] {
  const lines = failures(state).map(([key, { word, broken: said }]) => `${word} ${key}: ${said.join("; ")}`)
  const met = Object.entries(state.unexpected).map(([said, times]) => `${String(times).padStart(5)} x ${said.slice(0, 160)}`)
  return [...(lines.length > 0 ? ["BROKEN", ...lines, ""] : []), ...(met.length > 0 ? ["WHAT WORKERS MET THAT NOBODY EXPECTED", ...met] : [])]
}

/** What is still to do, in an order that meets every class of fault early. */
export function stillToDo(state: FaultsState, cells: PlannedCell[]): PlannedCell[] {
  const left = cells.filter((cell) => !state.cells[cell.key])
  return left.map((cell, at) => ({ cell, rank: (at * 7919) % left.length })).sort((a, b) => a.rank - b.rank).map(({ cell }) => cell)
}
