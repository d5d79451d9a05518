import { writeFile } from "node:fs/promises"
import path from "node:path"
import type { Command } from "commander"
import fc from "fast-check"
import { normaliseBaseUrl } from "@/lib/alma/base-url"
import { parseJobPayload } from "@/lib/alma/job-payload"
import { parseAnswer } from "@/lib/alma/parse-answer"
import { originProblem } from "@/lib/auth/same-origin"
import { readText } from "@/lib/cli/read-text"
import { EXIT } from "@/lib/cli/exit-codes"
import { createProgram } from "@/lib/cli/program"
import type { CommandRun } from "@/lib/cli/run-command"
import { AppError } from "@/lib/domain/errors"
import { isWellFormedCode, normaliseCode } from "@/lib/domain/pickup-code"
import { parseStaffList } from "@/lib/domain/staff-list"
import { StartProblem } from "@/lib/domain/start-problem"
import { env, parseEnv } from "@/lib/env"
import { verifyRecoverySheet } from "@/lib/services/recovery-sheet-format"
import { contextOf, createAlmaPool } from "@/lib/services/context"
import { ACTION_SAMPLES } from "../security/action-samples"
import { writtenActions } from "../security/surface"
import { asText, nasty, spoil, spoiling, text } from "./inputs"
import { MARKS, type Place, type Principal } from "./place"

/** One kind of input: `count` of them from one seed; each failure is a sentence that says how to get there again. */
export interface Lane {
  name: string
  run(seed: number, count: number, failures: string[]): Promise<void>
  /** What was answered, how often: that the inputs got anywhere. */
  answers?: Map<string, number>
}

const SLOWEST_MS = 20_000
const expected = (error: unknown) => error instanceof AppError || error instanceof StartProblem || (error instanceof Error && error.name === "CommanderError")

async function judged(failures: string[], where: string, ask: () => unknown, judge: (answer: string) => string | null = () => null): Promise<void> {
  const began = performance.now()
  try {
    const answer = await ask()
    const found = judge(JSON.stringify(answer) ?? "")
    if (found) failures.push(`${where}: ${found}`)
  } catch (error) {
    if (!expected(error)) failures.push(`${where}: threw ${error instanceof Error ? `${error.name} at ${error.stack?.split("\n").find((line) => line.includes("/lib/"))?.trim()}` : typeof error}`)
  }
  if (performance.now() - began > SLOWEST_MS) failures.push(`${where}: took over ${SLOWEST_MS / 1000} s`)
}

/** What people paste, upload, name in a file or set in the environment, through everything that reads text. */
export function textLane(place: Place): Lane {
  const readers: Record<string, (input: string) => unknown> = {
    "a list of staff": parseStaffList,
    "a job payload": parseJobPayload,
    "Alma's answer": parseAnswer,
    "an API address": (input) => normaliseBaseUrl(input, ["127.0.0.1:1"]),
    "a pick-up code": (input) => isWellFormedCode(normaliseCode(input)),
    "a recovery sheet": (input) => verifyRecoverySheet(place.behind.keyring, input),
    "an Origin": (input) => originProblem({ method: "POST", origin: input, host: input, publicUrl: "http://localhost:3000" }),
    "settings": (input) => parseEnv({ PORT: input, LANTERN_URL: input, LANTERN_ALLOW_API_HOSTS: input, LANTERN_QUIET_PERIOD_SECONDS: input }),
    "a file": async (input) => {
      const file = path.join(place.dataDir, "fuzz-file")
      await writeFile(file, Buffer.from(input, input.length % 3 === 0 ? "utf16le" : input.length % 3 === 1 ? "latin1" : "utf8"))
      return readText(file)
    },
  }
  const names = Object.keys(readers)
  return {
    name: "texts and files",
    async run(seed, count, failures) {
      const inputs = fc.sample(fc.tuple(fc.nat({ max: names.length - 1 }), text), { numRuns: count, seed })
      for (const [at, [reader, input]] of inputs.entries()) {
        const name = names[reader]!
        await judged(failures, `${name}, seed ${seed}, input ${at}`, () => readers[name]!(input))
      }
    },
  }
}

/** Every command with arguments of any kind, parsed by the real program and done on a real database. */
export function commandLane(place: Place): Lane {
  const { db, keyring } = place.behind
  const ctx = contextOf(env(), {
    db, keyring, actor: { kind: "operator", name: "Operator fuzz" }, wake: async () => {}, almaFor: createAlmaPool(db, keyring, env().LANTERN_ALLOW_API_HOSTS),
  })
  const refuse = () => Promise.reject(new AppError("refused", "No work is done here."))
  const run: CommandRun = {
    ctx, startWorker: refuse, whenStopped: () => {},
    out: { json: true, answer: (document) => void JSON.stringify(document), message: () => {} },
    interrupt: { happened: new Promise<never>(() => {}), wait: refuse },
  }
  const file = path.join(place.dataDir, "fuzz-staff")
  const words = fc.constantFrom(
    "NEAR", "FAR", "near", ...place.ids.outages, ...place.ids.holds, file, "FUZZ_KEY", "NO_SUCH_KEY", env().LANTERN_ALLOW_API_HOSTS[0]!, "manual", "direct", "job", "slip", "live",
    "near@people.example", "admin", "liaison", "4", "-1", "--json", "--drill", "--dry-run", "--no-wait", "--help", "--", "-", "-x",
  )
  const names = ["--institution", "--staff", "--reason", "--hours", "--sheet", "--file", "--code", "--name", "--api-url", "--api-key-env", "--login-url", "--sso-url", "--route", "--rate",
    "--time-zone", "--backup-admin", "--help-contact", "--email", "--role", "--kind", "--wait"]
  const argument = fc.oneof(words, text.map((each) => each.replaceAll("\0", "").toWellFormed()))
  return {
    name: "commands",
    async run(seed, count, failures) {
      const leaves = (await import("../security/surface")).commands().filter((command) => command !== "worker")
      const inputs = fc.sample(fc.tuple(fc.constantFrom(...leaves), fc.array(argument, { maxLength: 2 }), fc.array(fc.tuple(fc.constantFrom(...names), argument), { maxLength: 6 }), text), { numRuns: count, seed })
      for (const [at, [command, given, options, staff]] of inputs.entries()) {
        // Nothing here may reach beyond this machine, nor wait for what is typed.
        const args = [...command.split(" "), ...given, ...options.flat()].map((each) => (/exlibrisgroup|^-$/.test(each) ? file : each))
        await writeFile(file, staff)
        let code: unknown = EXIT.done
        const program = createProgram(async (work) => void (code = await work(run)), () => {})
        silence(program)
        await judged(failures, `lantern ${command}, seed ${seed}, input ${at}`, () => program.parseAsync(args, { from: "user" }).then(() => code))
      }
    },
  }
}

function silence(command: Command): void {
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
  command.commands.forEach(silence)
}

/** Every action, whole, as each principal, in this process: only Next's request is given instead of taken off the wire. */
export function actionLane(place: Place): Lane {
  const answers = new Map<string, number>()
  const judge = (answer: string, who: Principal) => {
    const kind = /"serverError":\{"code":"(\w+)"/.exec(answer)?.[1] ?? (answer.includes('"validationErrors"') ? "wrong input" : answer.startsWith('{"error"') ? "refused" : "let through")
    answers.set(kind, (answers.get(kind) ?? 0) + 1)
    return judgeAnswer(answer, who)
  }
  return {
    name: "actions",
    answers,
    async run(seed, count, failures) {
      const actions = await Promise.all((await writtenActions()).map(async (each) => {
        const [file, exported] = each.split(" ") as [string, string]
        const built = (await import(`@/${file.replace(/\.ts$/, "")}`)) as Record<string, (...args: unknown[]) => Promise<unknown>>
        return { name: path.basename(file, ".ts"), call: built[exported]! }
      }))
      const any = <T>(from: T[]) => fc.constantFrom(...from)
      const { ids, principals } = place
      const inputs = fc.sample(fc.record({
        action: any(actions), who: any(principals), spoiling,
        scene: fc.record({ institutionId: any(ids.institutions), outageId: any(ids.outages), holdId: any(ids.holds), personId: any(ids.people), rosterId: any(ids.rosters), countId: any(ids.outages) }),
      }), { numRuns: count, seed })
      for (const [at, { action, who, spoiling: how, scene }] of inputs.entries()) {
        const sample = carrying(ACTION_SAMPLES[action.name]?.(scene) ?? [{}], scene.institutionId)
        const args = sample instanceof FormData ? [null, how.mask === 0 ? sample : formOf(spoil(Object.fromEntries(sample), how))] : listOf(spoil(sample, how))
        await judged(failures, `${action.name} as ${who.who}, seed ${seed}, input ${at}`, () => as(who, () => action.call(...args)), (answer) => judge(answer, who))
      }
      // Wrong sign-ins and codes would else be slowed before they are looked at.
      await place.behind.db.rateLimiterFlexible.deleteMany()
    },
  }
}

/** The routes, whole, as each principal, with addresses and headers of any kind. */
export function routeLane(place: Place): Lane {
  return {
    name: "routes",
    async run(seed, count, failures) {
      const [{ answerOutage }, { answerByHand }] = await Promise.all([import("@/lib/queries/outage-answer"), import("@/lib/queries/by-hand")])
      const inputs = fc.sample(fc.record({
        answer: fc.constantFrom(answerOutage, answerByHand), who: fc.constantFrom(...place.principals),
        id: fc.oneof(fc.constantFrom(...place.ids.outages, ...place.ids.holds), nasty.map(asText)),
        method: fc.constantFrom("GET", "POST", "DELETE"), origin: fc.oneof(fc.constantFrom("http://localhost:3000", "null", "https://evil.example"), text),
      }), { numRuns: count, seed })
      for (const [at, { answer, who, id, method, origin }] of inputs.entries()) {
        const headers = new Headers({ host: "localhost:3000" })
        try {
          headers.set("origin", origin)
        } catch {
          // No browser can send this either.
        }
        const request = new Request("http://localhost:3000/api/outages/x", { method, headers })
        await judged(failures, `${answer.name} as ${who.who}, seed ${seed}, input ${at}`, async () => {
          const { status, body } = await as(who, async () => {
            const response = await answer(request, id)
            return { status: response.status, body: await response.text() }
          })
          return { status, body }
        }, (found) => (/"status":5\d\d/.test(found) ? "answered 5xx" : judgeAnswer(found, who)))
      }
    },
  }
}

const shared = globalThis as typeof globalThis & { fuzzRequest?: { headers: Headers; cookies: Map<string, { value: string }> & { set(name: string, value: unknown): unknown } } }

function as<T>({ cookie }: Principal, work: () => Promise<T>): Promise<T> {
  const cookies = new Map<string, { value: string }>()
  const [name, value] = cookie?.split("=") ?? []
  if (name && value) cookies.set(name, { value })
  shared.fuzzRequest = { headers: new Headers({ origin: "http://localhost:3000", host: "localhost:3000", "x-forwarded-for": "198.51.100.7" }), cookies }
  return work()
}

/** What no answer may hold, whoever asked. */
export function judgeAnswer(answer: string, { side }: Pick<Principal, "side">): string | null {
  if (/"code":"unexpected"/.test(answer)) return "answered with an unexpected error"
  if (/\\n\s+at |node_modules|PrismaClient/.test(answer)) return "answered with a stack"
  if (side !== "near" && answer.includes(MARKS.near)) return "was told of another institution"
  if (side !== "far" && answer.includes(MARKS.far)) return "was told of another institution"
  return null
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function formOf(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, asText(value))
  return form
}

/** As a page sends it: with the institution that it is of, which may be anybody's. */
function carrying(sample: unknown[] | FormData, institution: string): unknown[] | FormData {
  if (sample instanceof FormData) return sample
  const [first = {}, ...rest] = sample
  return [typeof first === "object" && first !== null ? { institution, ...first } : first, ...rest]
}
