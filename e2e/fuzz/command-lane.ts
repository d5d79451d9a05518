import { writeFile } from "node:fs/promises"
import path from "node:path"
import type { Command, Option } from "commander"
import fc from "fast-check"
import { EXIT } from "@/lib/cli/exit-codes"
import { createProgram } from "@/lib/cli/program"
import type { CommandRun } from "@/lib/cli/run-command"
import { AppError } from "@/lib/domain/errors"
import { env } from "@/lib/env"
import { type RecoverySheet, signedPart } from "@/lib/services/recovery-sheet-format"
import { commands } from "../security/surface"
import { asText, known, type Known, resolved, spoil, type Spoiling, spoiling, spoiltFile, text } from "./inputs"
import { isExpected, judgeSecrets, whereThrown } from "./judge"
import type { Lane } from "./lane"
import type { Place } from "./place"
import { GOOD_FILES } from "./text-lane"

/** `$fit`: what its name asks for. */
type Argument = string | Known | { $file: true } | { $fit: true }
type File = { text: string } | { sheet: Spoiling }

interface CommandInput {
  command: string
  given: Argument[]
  miscount: number
  /** Which of the command's own options, by number, and what each is given. */
  options: { which: number; value: Argument }[]
  /** Options of other commands, and none's. */
  strange: string[]
  file: File
}

/** Every command with arguments of any kind and its own options, parsed by the real program and done on a real database. */
export function commandLane(place: Place): Lane<CommandInput> {
  const answers = new Map<string, number>()
  // What it waits for comes never here: a worker.
  const names = commands().filter((command) => command !== "worker")
  const value: fc.Arbitrary<Argument> = fc.oneof(
    { weight: 8, arbitrary: fc.constant({ $fit: true as const }) },
    { weight: 2, arbitrary: known },
    { weight: 1, arbitrary: fc.constant({ $file: true as const }) },
    { weight: 2, arbitrary: fc.constantFrom("FUZZ_KEY", "NO_SUCH_KEY", "4", "-1", "0", "job", "admin", "near@people.example", "America/Chicago", "", "1e9", `http://${env().LANTERN_ALLOW_API_HOSTS[0]!}`) },
    { weight: 2, arbitrary: text.map((each) => each.replaceAll("\0", "").toWellFormed().slice(0, 500)) },
  )
  return {
    name: "commands",
    atOnce: 4,
    answers,
    inputs: fc.record({
      command: fc.constantFrom(...names),
      given: fc.array(value, { minLength: 3, maxLength: 3 }),
      /** More or fewer arguments than it takes. */
      miscount: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -1, max: 1 }) }),
      options: fc.array(fc.record({ which: fc.nat({ max: 15 }), value }), { maxLength: 8 }),
      strange: fc.array(fc.constantFrom("--json", "--help", "--", "-x", "--drill", "--no-wait"), { maxLength: 1 }),
      file: fc.oneof(
        fc.record({ text: fc.oneof(text, spoiltFile(GOOD_FILES), fc.constant("bare\nmixedseg")) }), fc.record({ sheet: spoiling("little") }),
      ),
    }),
    to: ({ command }) => `lantern ${command}`,
    async ask({ command, given, miscount, options, strange, file }, slot) {
      const words = place.world.words
      const name = path.join(place.dataDir, `fuzz-file-${slot}`)
      await writeFile(name, "text" in file ? file.text : sheetOf(place, file.sheet))
      // Nothing here may reach beyond this machine, nor wait for what is typed.
      const said = (argument: Argument, of: string) => {
        if (typeof argument === "object" && "$file" in argument) return name
        if (typeof argument === "object" && "$fit" in argument) return fitting(place, of, command, name)
        const spelt = asText(resolved(argument, words))
        return /exlibrisgroup|^-$/.test(spelt) ? name : spelt
      }
      let code: unknown = EXIT.done
      const run = runOf(place)
      const program = createProgram(async (work) => void (code = await work(run)), () => {})
      silence(program)
      const { options: own, registeredArguments } = leaf(program, command)
      const args = [
        ...command.split(" "), ...given.slice(0, registeredArguments.length + miscount).map((each, at) => said(each, registeredArguments[at]?.name() ?? "")),
        // What it can't do without, most of the time, and then any of its options.
        ...own.filter((each) => each.mandatory && miscount >= 0).flatMap((each, at) => spelt(each, said(options[at]?.value ?? { $fit: true }, each.name()))),
        ...options.slice(0, 3).flatMap(({ which, value: each }) => own.slice(which).slice(0, 1).flatMap((option) => spelt(option, said(each, option.name())))), ...strange,
      ]
      try {
        await program.parseAsync(args, { from: "user" })
        answers.set("done", (answers.get("done") ?? 0) + 1)
        return judgeSecrets(JSON.stringify(run.said) + String(code), place.secrets)
      } catch (error) {
        answers.set("refused", (answers.get("refused") ?? 0) + 1)
        return isExpected(error) ? null : whereThrown(error)
      }
    },
  }
}

function runOf({ ctx }: Place): CommandRun & { said: unknown[] } {
  const refuse = () => Promise.reject(new AppError("refused", "No work is done here."))
  const said: unknown[] = []
  return {
    ctx, said, startWorker: refuse, whenStopped: () => {},
    out: { json: true, answer: (document, words) => void said.push(document, words), message: (words) => void said.push(words) },
    interrupt: { happened: new Promise<never>(() => {}), wait: refuse },
  }
}

function leaf(program: Command, name: string): Command {
  return name.split(" ").reduce((command, part) => command.commands.find((each) => each.name() === part)!, program)
}

/** What an argument or option of this name is given by who means well. */
function fitting({ world, ctx }: Place, of: string, command: string, file: string): string {
  const [{ outageId, rosterId, personId }] = [world.scenes[0]!]
  const url = `http://${ctx.settings.allowHosts[0]!}`
  const fits: Record<string, string> = {
    code: world.codes.near, institution: world.codes.near, id: command.startsWith("outage") || command.startsWith("codes") ? outageId : personId, outage: outageId,
    file, staff: file, sheet: file, "primary-id": "bare", name: rosterId, reason: "SSO is down", hours: "4", kind: "slip", role: "observer", email: "near@people.example",
    "api-url": url, "login-url": `${url}/mng/login`, "api-key-env": "FUZZ_KEY", route: "direct", rate: "2000", consent: "Agreed this morning", answer: "works",
  }
  return fits[of] ?? "bare"
}

function spelt(option: Option, value: string): string[] {
  return option.required || option.optional ? [option.long!, value] : [option.long!]
}

function silence(command: Command): void {
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} })
  command.commands.forEach(silence)
}

/** Signed by this Lantern, as nobody else could, with anything in it: what is signed isn't therefore right. */
function sheetOf({ behind, world }: Place, how: Spoiling): string {
  const at = "2026-03-02T12:00:00.000Z"
  const account = {
    primaryId: "bare", name: "Bare", lastName: "Bare", externalId: "SIS", accountType: "EXTERNAL", segments: [], identifiers: [{ type: "BARCODE", value: "1" }],
    state: "internal", asked: true, wantedBack: false,
  }
  const sheet = {
    version: 2, outageId: world.scenes[0]!.outageId, institution: world.codes.near, almaIdentity: null,
    outage: { reason: "SSO is down", since: at, expectedHours: 2, declaredAt: at, declaredBy: "Ruth", drill: false }, number: 1, issuedAt: at, epoch: null, accounts: [account],
  }
  return signedPart(behind.keyring, spoil(sheet, how, world.words) as RecoverySheet)
}
