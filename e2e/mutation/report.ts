import { readFile } from "node:fs/promises"
import { targetLine } from "@/e2e/proof/proof-run"
import { LEFT_OUT, type Portion } from "./portions"
import reasons from "./reasons.json"

const TARGET = 90

type Status = "Killed" | "Survived" | "Timeout" | "NoCoverage" | "Ignored" | "CompileError" | "RuntimeError" | "Pending"

interface Mutant {
  mutatorName: string
  status: Status
  replacement?: string
  statusReason?: string
  location: { start: { line: number; column: number }; end: { line: number; column: number } }
}

interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>
}

/** Why a change may pass unnoticed: what it changes, as one line, and the reason. Kept by hand. */
type Reason = { file: string; from: string; to: string; why: string }

interface Place {
  file: string
  line: number
  mutant: Mutant
  /** What stood there. */
  from: string
}

interface Count {
  killed: number
  timeout: number
  survived: number
  uncovered: number
  ignored: number
}

const NOTHING: Count = { killed: 0, timeout: 0, survived: 0, uncovered: 0, ignored: 0 }

/** The text of the result: a table, and every change that no test noticed, with the reason where one is known. */
export async function mutationReport(portions: Portion[], reportOf: (name: string) => string): Promise<string[]> {
  const directories = new Map<string, Count>()
  const files = new Map<string, Count>()
  const unnoticed: Place[] = []
  const notRun: string[] = []
  for (const portion of portions) {
    const report = await readFile(reportOf(portion.name), "utf8").then((text) => JSON.parse(text) as Report, () => null)
    if (!report) {
      notRun.push(portion.name)
      continue
    }
    for (const [file, { source, mutants }] of Object.entries(report.files)) {
      const count = countOf(mutants)
      files.set(file, count)
      directories.set(portion.directory, sum(directories.get(portion.directory) ?? NOTHING, count))
      for (const mutant of mutants) {
        if (mutant.status !== "Survived" && mutant.status !== "NoCoverage") continue
        unnoticed.push({ file, line: mutant.location.start.line, mutant, from: cut(source, mutant) })
      }
    }
  }
  return [
    ...targets(directories, portions, notRun),
    "",
    row("", ["score", "killed", "time-out", "survived", "no test", "left out"]),
    ...[...directories].map(([name, count]) => row(name, cells(count))),
    "",
    ...[...files].filter(([, count]) => total(count) > 0).map(([name, count]) => row(name, cells(count))),
    "",
    ...METHOD,
    ...LEFT_OUT.map(([file, why]) => `Not changed at all: ${file}: ${why}.`),
    ...(notRun.length > 0 ? [`Not finished: ${notRun.join(", ")}.`, ...IN_THE_WAY] : []),
    "",
    ...survivors(unnoticed),
  ]
}

const METHOD = [
  "Score: noticed of all tried, in percent. Time-out: the change made a test hang, which counts as noticed.",
  "Left out: changes at module level (each would need a new process), and outside lib/domain those of plain text:",
  "what is text there is a sentence for people, or a name (a state, a kind of intent) that the compiler or the",
  "database refuses when it is another.",
]

const IN_THE_WAY = [
  "What stands in the way: each change to what works on a database costs a database and a practice Alma a test, some",
  "seconds. That takes hours on a machine that does nothing else. On a busy one the tests fail before anything is changed,",
  "since a write must leave Lantern within 1.5 s of its read. `npm run mutate` goes on with the portions that are missing.",
]

function targets(directories: Map<string, Count>, portions: Portion[], notRun: string[]): string[] {
  const names = [...new Set(portions.map((portion) => portion.directory))]
  return names.map((name) => {
    const count = directories.get(name)
    const open = notRun.filter((one) => portions.some((portion) => portion.name === one && portion.directory === name))
    const reached = count ? `${score(count)} % of ${total(count)}` : "nothing run"
    const whole = open.length === 0 ? "" : ` (without ${open.join(", ")})`
    const why = open.length > 0 ? "time on a machine that does nothing else, see below" : "the survivors below"
    return targetLine(name, `${TARGET} % noticed`, reached + whole, count !== undefined && open.length === 0 && Number(score(count)) >= TARGET, why)
  })
}

function survivors(places: Place[]): string[] {
  const known = reasons as Reason[]
  const told = places.map((place) => ({ place, why: known.find((reason) => fits(reason, place))?.why }))
  const line = ({ place, why }: (typeof told)[number]) =>
    `${place.file}:${place.line} ${place.mutant.mutatorName}${place.mutant.status === "NoCoverage" ? " (no test)" : ""}: ${short(place.from)} → ${short(place.mutant.replacement ?? "")}${why ? `\n    ${why}` : ""}`
  const explained = told.filter((one) => one.why !== undefined)
  const open = told.filter((one) => one.why === undefined)
  return [
    `Unnoticed, and why that is right: ${explained.length}`,
    ...explained.map(line),
    "",
    `Unnoticed, without a reason yet: ${open.length}`,
    ...open.map(line),
  ]
}

/** A reason belongs to what is changed into what, not to a line number, which moves. `*` stands for anything. */
function fits(reason: Reason, place: Place): boolean {
  return place.file === reason.file && matches(reason.from, short(place.from)) && matches(reason.to, short(place.mutant.replacement ?? ""))
}

function matches(pattern: string, text: string): boolean {
  return pattern === "*" || pattern === text || (pattern.endsWith("*") && text.startsWith(pattern.slice(0, -1)))
}

function cut(source: string, { location: { start, end } }: Mutant): string {
  const lines = source.split("\n").slice(start.line - 1, end.line)
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1)
  lines[0] = lines[0]!.slice(start.column - 1)
  return lines.join("\n")
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length > 90 ? `${line.slice(0, 89)}…` : line
}

function countOf(mutants: Mutant[]): Count {
  const of = (...statuses: Status[]) => mutants.filter((mutant) => statuses.includes(mutant.status)).length
  // A test that ran out of its own time noticed by hanging too.
  const ranOut = mutants.filter((mutant) => mutant.status === "Killed" && /timed out in \d+ ?ms/i.test(mutant.statusReason ?? "")).length
  return { killed: of("Killed") - ranOut, timeout: of("Timeout") + ranOut, survived: of("Survived"), uncovered: of("NoCoverage"), ignored: of("Ignored", "CompileError", "RuntimeError") }
}

function sum(one: Count, other: Count): Count {
  return {
    killed: one.killed + other.killed,
    timeout: one.timeout + other.timeout,
    survived: one.survived + other.survived,
    uncovered: one.uncovered + other.uncovered,
    ignored: one.ignored + other.ignored,
  }
}

const total = (count: Count) => count.killed + count.timeout + count.survived + count.uncovered
const score = (count: Count) => ((100 * (count.killed + count.timeout)) / total(count)).toFixed(1)
const cells = (count: Count) => [`${score(count)} %`, count.killed, count.timeout, count.survived, count.uncovered, count.ignored].map(String)
const row = (name: string, values: string[]) => name.padEnd(44) + values.map((value) => value.padStart(10)).join("")
