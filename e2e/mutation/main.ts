import { existsSync } from "node:fs"
import { mkdir, rm } from "node:fs/promises"
import path from "node:path"
import { openProofRun, proofArguments } from "@/e2e/proof/proof-run"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"
import { PORTIONS } from "./portions"
import { mutationReport } from "./report"
import { runStryker } from "./stryker"

const HELP = `npm run mutate -- [options]

Changes the code of lib/domain, lib/auth, lib/runner and lib/services in thousands of small ways (Stryker) and
runs the tests on each: a change that no test notices is a hole in the tests. Takes hours; can be stopped at any
time and goes on with the first portion that isn't done.

  --only NAME        portions whose name begins so: domain, auth, runner, services, runner-return, …
  --concurrency N    database portions: changes tried at once (2)
  --fresh            forget what was found out before
  --report           only print and write what was reached until now`

const options = proofArguments(HELP, { only: { type: "string" }, concurrency: { type: "string" } })
const TEMPLATE = "migrated"

const run = await openProofRun("mutation", () => ({}), { ...options, command: "mutate" })
const kept = path.resolve(".lantern-proof/mutation-kept")
if (options.fresh) await rm(kept, { recursive: true, force: true })
await mkdir(kept, { recursive: true })
const reportOf = (name: string) => path.join(run.folder, `${name}.report.json`)

const stop = new AbortController()
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort())

if (!options.report) await runPortions()
await run.finish(await mutationReport(PORTIONS, reportOf))
await run.close()
process.exit(0)

async function runPortions(): Promise<void> {
  const open = PORTIONS.filter((portion) => portion.name.startsWith(options.only ?? "") && !existsSync(reportOf(portion.name)))
  const scratch = open.some((portion) => portion.database) ? await openScratchPostgres() : null
  try {
    if (scratch) await migrate(await scratch.createDatabase(TEMPLATE))
    const postgres = scratch && JSON.stringify({ url: scratch.url, folder: scratch.folder, template: TEMPLATE })
    for (const portion of open) {
      if (stop.signal.aborted) return
      console.log(`\n${portion.name}: ${portion.mutate.join(", ")}`)
      const done = await runStryker({
        portion,
        postgres,
        folder: run.folder,
        report: reportOf(portion.name),
        incremental: path.join(kept, `${portion.name}.json`),
        concurrency: Number(options.concurrency ?? 2),
        signal: stop.signal,
      })
      if (!done) console.error(`${portion.name} was not finished; the next start tries it again.`)
      await run.save()
    }
  } finally {
    if (scratch) await scratch.close()
  }
}
