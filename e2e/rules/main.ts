import { execFileSync, spawn } from "node:child_process"
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { openProofRun, proofArguments, stopAsked, targetLine } from "@/e2e/proof/proof-run"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"
import { RULES } from "./rules"
import { TAKINGS_OUT, type TakingOut } from "./takings-out"

const HELP = `npm run rules -- [options]

Takes each of the eleven rules of docs/architecture.md out of a copy of the code, part by part, and runs the test
that is named for it: it must pass before and fail after. Takes some minutes; goes on where it was stopped.

  --only N     one rule
  --fresh      forget what was found out before
  --report     only print and write what was reached until now`

const options = proofArguments(HELP, { only: { type: "string" } })
const TEMPLATE = "migrated"

/** What became of one: `noticed` with the failure's first line, or why not. */
interface Result {
  noticed: boolean
  said: string
}

/** What an expectation says when it isn't met. */
const EXPECTED = /^(AssertionError|Error: promise (resolved|rejected))/
const PASSED: TestResult = { outcome: "passed", said: "" }

const run = await openProofRun("rules", () => ({ results: {} as Record<string, Result> }), options)
const stopping = stopAsked()
if (!options.report) await takeAllOut()
await run.finish(lines())
await run.close()
process.exit(0)

async function takeAllOut(): Promise<void> {
  const open = TAKINGS_OUT.filter((one) => !run.state.results[idOf(one)] && (!options.only || one.rule === Number(options.only)))
  if (open.length === 0) return
  const scratch = await openScratchPostgres()
  const copy = await mkdtemp(path.join(tmpdir(), "lantern-rules-"))
  try {
    await migrate(await scratch.createDatabase(TEMPLATE))
    await copyCommit(copy)
    const postgres = JSON.stringify({ url: scratch.url, folder: scratch.folder, template: TEMPLATE })
    const passing = new Set<string>()
    for (const one of open) {
      if (stopping()) break
      const known = `${one.test} ${one.name}`
      const before = passing.has(known) ? PASSED : await passes(copy, one, postgres)
      if (before.outcome === "passed") passing.add(known)
      const result = before.outcome === "passed" ? await takeOut(copy, one, postgres) : { noticed: false, said: `the test doesn't pass by itself: ${before.said}` }
      run.state.results[idOf(one)] = result
      await run.save()
      console.log(`${result.noticed ? "noticed    " : "NOT NOTICED"}  rule ${one.rule}, without ${one.without}: ${result.said}`)
    }
  } finally {
    await scratch.close()
    await rm(copy, { recursive: true, force: true })
  }
}

/** The files of HEAD, with the packages and the database client of this folder. */
async function copyCommit(copy: string): Promise<void> {
  const archive = execFileSync("git", ["archive", "HEAD", "lib", "prisma", "e2e/mutation", "package.json", "tsconfig.json"], { maxBuffer: 2 ** 28 })
  execFileSync("tar", ["-x", "-C", copy], { input: archive })
  await symlink(path.resolve("node_modules"), path.join(copy, "node_modules"))
  await cp("lib/db/generated", path.join(copy, "lib/db/generated"), { recursive: true })
}

async function takeOut(copy: string, one: TakingOut, postgres: string): Promise<Result> {
  const file = path.join(copy, one.file)
  const whole = await readFile(file, "utf8")
  if (whole.split(one.find).length !== 2) return { noticed: false, said: "what is to be taken out doesn't stand there once" }
  await writeFile(file, whole.replace(one.find, () => one.replace))
  try {
    const { outcome, said } = await failure(copy, one, postgres)
    return { noticed: outcome === "failed", said: outcome === "failed" ? said : `the test ${outcome}: ${said}` }
  } finally {
    await writeFile(file, whole)
  }
}

/**
 * A machine that is busy can fail a test, too: a write that couldn't start in time isn't sent. So a failure that
 * no expectation tells of counts only when it comes three times.
 */
async function failure(copy: string, one: TakingOut, postgres: string): Promise<TestResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await runTest(copy, one, postgres)
    if (result.outcome !== "failed" || EXPECTED.test(result.said) || tries === 3) return result
  }
}

/** Two more tries, for a machine that is busy. */
async function passes(copy: string, one: TakingOut, postgres: string): Promise<TestResult> {
  let result = await runTest(copy, one, postgres)
  for (let more = 0; more < 2 && result.outcome !== "passed"; more += 1) result = await runTest(copy, one, postgres)
  return result
}

interface TestResult {
  outcome: "passed" | "failed" | "wasn't run"
  said: string
}

interface VitestReport {
  testResults: { message: string; assertionResults: { title: string; status: string; failureMessages: string[] }[] }[]
}

async function runTest(copy: string, { test, name, migration }: TakingOut, postgres: string): Promise<TestResult> {
  const output = path.join(copy, "result.json")
  await rm(output, { force: true })
  const pattern = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const args = ["run", "--config", "e2e/mutation/vitest.config.ts", "--reporter=json", `--outputFile=${output}`, "-t", `${pattern}$`]
  const needsPostgres = test.endsWith(".db.test.ts")
  const child = spawn(path.join(copy, "node_modules/.bin/vitest"), args, {
    cwd: copy,
    stdio: "ignore",
    env: {
      // oxlint-disable-next-line node/no-process-env
      ...process.env,
      LANTERN_MUTATION_TESTS: JSON.stringify([test]),
      LANTERN_MUTATION_POSTGRES: needsPostgres ? (migration ? "own" : postgres) : "",
    },
  })
  await new Promise((resolve) => child.on("close", resolve))
  const report = await readFile(output, "utf8").then((text) => JSON.parse(text) as VitestReport, () => null)
  const [found] = report?.testResults.flatMap((file) => file.assertionResults).filter((one) => one.title === name && one.status !== "skipped" && one.status !== "pending") ?? []
  if (!found) return { outcome: "wasn't run", said: firstLine(report?.testResults[0]?.message ?? "no report") }
  return found.status === "passed" ? PASSED : { outcome: "failed", said: firstLine(found.failureMessages[0] ?? "") }
}

function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean)
  const told = lines.length > 1 && lines[0]!.endsWith(":") ? `${lines[0]} ${lines.at(-1)!}` : (lines[0] ?? "")
  // A password that was printed or stored in the test stands in its failure; it is of an invented person.
  const line = told.replace(/\b(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{12}\b/g, "…").replace(/(?:file:\/\/)?\/\S*?\/(?:(?=node_modules\/)|lantern-rules-\w+\/)/g, "")
  return line.length > 150 ? `${line.slice(0, 149)}…` : line
}

function idOf(one: TakingOut): string {
  return `${one.rule} ${one.without}`
}

function lines(): string[] {
  const done = TAKINGS_OUT.filter((one) => run.state.results[idOf(one)])
  const noticed = done.filter((one) => run.state.results[idOf(one)]!.noticed)
  const why = [
    ...(done.length < TAKINGS_OUT.length ? [`${TAKINGS_OUT.length - done.length} not tried yet`] : []),
    ...(noticed.length < done.length ? ["the tests marked below"] : []),
  ].join(", ")
  return [
    targetLine("parts of the eleven rules whose absence a named test notices", `all ${TAKINGS_OUT.length}`, String(noticed.length), noticed.length === TAKINGS_OUT.length, why),
    "",
    "Each test passed on the commit as it is, and then was run on a copy in which one part of the rule is missing.",
    ...Object.entries(RULES).flatMap(([rule, words]) => ["", `Rule ${rule}: ${words}`, ...TAKINGS_OUT.filter((one) => one.rule === Number(rule)).flatMap(told)]),
  ]
}

function told(one: TakingOut): string[] {
  const result = run.state.results[idOf(one)]
  const mark = result ? (result.noticed ? "noticed" : "NOT NOTICED") : "not tried yet"
  const oneLine = (text: string) => text.replace(/\s+/g, " ").trim() || "(nothing)"
  return [
    `  without ${one.without}: ${mark}`,
    `      code   ${one.file}: ${oneLine(one.find)}`,
    `      became ${oneLine(one.replace)}`,
    `      test   ${one.test} "${one.name}"`,
    ...(result ? [`      said   ${result.said}`] : []),
  ]
}
