// npm test: every check, one after the other, and one line that says how many passed.
import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { buildPages } from "@/scripts/build-pages"
import { explain } from "@/scripts/explain"
import { findBrowser } from "@/scripts/find-browser"
import { countPlaywright, countVitest, type Counts } from "@/scripts/test-counts"

const passed: Counts = { passed: 1, failed: 0, skipped: 0, secondTry: [] }
const failed: Counts = { passed: 0, failed: 1, skipped: 0, secondTry: [] }

// The tests run against real clocks, processes and browsers: one that fails has one second try, and is named if it needed it.
const RETRIES = 1

// What the operator set for a Lantern of theirs must not reach the tests' own.
for (const name of Object.keys(process.env)) {
  const ours = name.startsWith("LANTERN_") && name !== "LANTERN_CHROMIUM"
  if (ours || ["DATABASE_URL", "PORT", "NODE_ENV", "NEXTAUTH_URL"].includes(name)) delete process.env[name]
}

const reports = await mkdtemp(path.join(tmpdir(), "lantern-reports-"))

const stages: Record<string, () => Promise<Counts>> = {
  "a browser": async () => {
    const browser = await findBrowser()
    if (browser) {
      process.env.LANTERN_CHROMIUM = browser
      return passed
    }
    console.error("There is no Chromium, and none could be fetched: install one, or name it in LANTERN_CHROMIUM.")
    return failed
  },
  types: () => check("tsc", ["--noEmit"]),
  "lint and layers": () => check("oxlint", ["--type-aware"]),
  "unit and database tests": async () => {
    const file = path.join(reports, "vitest.json")
    const run = await execute("vitest", ["run", `--retry=${RETRIES}`, "--reporter=dot", "--reporter=json", `--outputFile.json=${file}`])
    return judge(run, file, countVitest)
  },
  "the build": async () => {
    await buildPages()
    return passed
  },
  "browser tests": async () => {
    const file = path.join(reports, "playwright.json")
    process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = file
    return judge(await execute("playwright", ["test", `--retries=${RETRIES}`, "--reporter=line,json"]), file, countPlaywright)
  },
}

interface Run {
  ok: boolean
  output: string
}

/** A program of ours, 20 minutes at most: one that hangs must not hang all. */
function execute(program: string, args: string[]): Promise<Run> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 1_200_000 })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ ok: false, output: error.message }))
    child.once("close", (code) => resolve({ ok: code === 0, output }))
  })
}

async function check(program: string, args: string[]): Promise<Counts> {
  const { ok, output } = await execute(program, args)
  if (!ok) console.error(output.trim())
  return ok ? passed : failed
}

/** The report's counts; a run that failed without a failed test, or left no report, is a failure too. */
async function judge<T>({ ok, output }: Run, file: string, count: (report: T) => Counts): Promise<Counts> {
  if (!ok) console.error(output.trim())
  const report = await readFile(file, "utf8").catch(() => undefined)
  const counts = report === undefined ? failed : count(JSON.parse(report) as T)
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

const total = { passed: 0, failed: 0 }
for (const [name, stage] of Object.entries(stages)) {
  const began = Date.now()
  const counts = await stage().catch((error: unknown) => {
    console.error(explain(error))
    return failed
  })
  total.passed += counts.passed
  total.failed += counts.failed
  const skipped = counts.skipped ? `, ${counts.skipped} skipped` : ""
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${name.padEnd(26)} ${counts.passed} passed, ${counts.failed} failed${skipped}  (${seconds} s)`)
  for (const test of counts.secondTry) console.log(`  passed at the second try: ${test}`)
}
await rm(reports, { recursive: true, force: true })
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)
