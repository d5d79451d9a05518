import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { cpus, totalmem } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs, type ParseArgsConfig } from "node:util"
import { isAlive, processMark } from "@/lib/db/process-lock.mjs"

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))))

export interface ProofRun<State> {
  /** This run's own folder, for whatever else it keeps until it is begun anew. Absolute. */
  folder: string
  /** What was last saved, or what a run begins with. The same object until the run is begun anew. */
  state: State
  /** Whether an earlier start of this run is gone on with. */
  resumed: boolean
  /** Working time in seconds, all starts of this run together. */
  seconds(): number
  /** Writes `state` down, whole or not at all: call it as often as progress is worth keeping. */
  save(): Promise<void>
  /** The first lines of the result: what was run, on what, when. */
  header(): string[]
  /** Prints header and `lines`, and writes the very same text to docs/proof/NAME.txt. Saves, too. */
  finish(lines: string[]): Promise<void>
  /** Lets another start of this run begin. */
  close(): Promise<void>
}

interface Saved<State> {
  state: State
  seconds: number
  /** When the first start was, ISO 8601. */
  begun: string
  /** How often it was started. */
  starts: number
  /** Whether lib/ or prisma/ ever differed from the commit while it ran. */
  edited: boolean
  finished: boolean
}

export interface ProofOptions {
  /** Forget what an earlier start saved. */
  fresh?: boolean
  /** Only say what was reached until now: no other start is in the way, and nothing counts as worked. */
  report?: boolean
  /** What npm calls it, where that isn't its name. */
  command?: string
  /** The form that the tests run: always anew, beside the long form, and its result is only printed. */
  short?: boolean
}

/**
 * Opens the run `called` so where its last start left it. What it saved belongs to the contents of lib/ and prisma/
 * at HEAD: once those are others, a run begins anew.
 * @throws when the same run is under way already
 */
export async function openProofRun<State>(called: string, begin: () => State, options: ProofOptions = {}): Promise<ProofRun<State>> {
  const name = options.short ? `${called}-short` : called
  const key = git("rev-parse", "HEAD:lib", "HEAD:prisma").split("\n").map((tree) => tree.slice(0, 12)).join("-")
  const home = path.join(root, ".lantern-proof", name)
  const folder = path.join(home, key)
  const lock = path.join(root, ".lantern-proof", `${name}.pid`)
  await mkdir(path.dirname(lock), { recursive: true })
  if (!options.report) await takeLock(lock, name)
  if (!options.report && (options.fresh || options.short || !existsSync(folder))) await rm(home, { recursive: true, force: true, maxRetries: 5 })
  if (!options.report) await mkdir(folder, { recursive: true })

  const file = path.join(folder, "progress.json")
  const found = await readFile(file, "utf8").then((text) => JSON.parse(text) as Saved<State>, () => undefined)
  const saved: Saved<State> = found ?? { state: begin(), seconds: 0, begun: new Date().toISOString(), starts: 0, edited: false, finished: false }
  const openedAt = performance.now()
  const before = saved.seconds
  const edited = git("status", "--porcelain", "--", "lib", "prisma") !== ""
  if (!options.report) {
    saved.starts += 1
    saved.edited ||= edited
  }
  const seconds = () => before + (options.report ? 0 : (performance.now() - openedAt) / 1000)
  const header = () => headerLines(options.command ?? name, saved, seconds())
  // One at a time, in the order asked for.
  let writing: Promise<void> = Promise.resolve()
  const save = () => {
    if (options.report) return Promise.resolve()
    saved.seconds = seconds()
    const text = JSON.stringify(saved)
    return (writing = writing.then(() => write(file, text)))
  }
  return {
    folder,
    state: saved.state,
    resumed: found !== undefined,
    seconds,
    save,
    header,
    async finish(lines) {
      saved.finished = true
      await save()
      const text = [...header(), "", ...lines, ""].join("\n")
      process.stdout.write(text)
      if (options.short) return
      await mkdir(path.join(root, "docs/proof"), { recursive: true })
      await write(path.join(root, "docs/proof", `${name}.txt`), text)
    },
    close: async () => {
      await writing
      if (!options.report) await rm(lock, { force: true })
    },
  }
}

function headerLines(name: string, saved: Saved<unknown>, seconds: number): string[] {
  const minutes = (seconds / 60).toFixed(1)
  const model = cpus()[0]?.model.trim() || "unknown"
  return [
    `npm run ${name}`,
    `Written:     ${new Date().toISOString()} (first start ${saved.begun}, ${saved.starts} ${saved.starts === 1 ? "start" : "starts"})`,
    `Commit:      ${git("rev-parse", "HEAD")}`,
    saved.edited
      ? "Files:       lib/ or prisma/ DIFFERED from the commit while this ran"
      : "Files:       lib/ and prisma/ as in the commit",
    `Machine:     ${cpus().length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.version}`,
    `Worked for:  ${minutes} min`,
  ]
}

/** One line of a result: what was to be reached, what was, and, where it wasn't, what stands in the way. */
export function targetLine(what: string, target: string, reached: string, ok: boolean, inTheWay = "not looked into yet"): string {
  const line = `${ok ? "reached    " : "NOT REACHED"}  ${what}: target ${target}, reached ${reached}`
  return ok ? line : `${line}; in the way: ${inTheWay}`
}

/**
 * The options every such command has (--fresh, --report, --help) and its own, as in node:util's parseArgs. Prints `help`
 * and ends the process when asked to, or when an option isn't known.
 */
export function proofArguments<Own extends NonNullable<ParseArgsConfig["options"]>>(help: string, own: Own) {
  const common = { fresh: { type: "boolean" }, report: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const
  try {
    const { values } = parseArgs({ options: { ...common, ...own }, strict: true })
    if (!(values as { help?: boolean }).help) return values
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    process.exit(2)
  }
  console.log(help)
  process.exit(0)
}

/**
 * Ctrl-C and SIGTERM ask a run to end at its next good place; the second one ends it at once. A run must bear SIGKILL
 * anyhow.
 * @returns whether it was asked to
 */
export function stopAsked(): () => boolean {
  let asked = false
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130)
      asked = true
      console.error("Stopping; the next start goes on from here. Once more to stop at once.")
    })
  }
  return () => asked
}

async function takeLock(lock: string, name: string): Promise<void> {
  const holder = await readFile(lock, "utf8").catch(() => "")
  if (holder !== "" && isAlive(holder)) throw new Error(`npm run ${name} is under way already (process ${holder.split(" ")[0]}).`)
  await writeFile(lock, processMark(process.pid))
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim()
}
