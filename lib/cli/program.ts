import { Command, CommanderError } from "commander"
import { addEnrolmentCommands } from "./enrolment-commands"
import { EXIT, type ExitCode } from "./exit-codes"
import { addInstitutionCommands } from "./institution-commands"
import { addKeyCommands } from "./key-commands"
import { addMovingCommands } from "./moving-commands"
import { addNamedUserCommands } from "./named-user-commands"
import { addOtherCommands } from "./other-commands"
import { addOutageCommands } from "./outage-commands"
import { createOutput, type Output } from "./output"
import { addPersonCommands } from "./person-commands"
import { addRecoveryCommands } from "./recovery-commands"
import { addRosterCommands } from "./roster-commands"
import { runCommand, type Work } from "./run-command"

/**
 * Runs `lantern` with these arguments; its answer and messages go to `out`. `run` does one command: alone, with all that
 * it opens and closes.
 * @returns the exit code; never throws
 */
export async function runLantern(
  args: string[],
  out: Output = createOutput(args.includes("--json")),
  run: (out: Output, work: Work) => Promise<ExitCode> = runCommand,
): Promise<ExitCode> {
  let usage = ""
  let code: ExitCode = EXIT.done
  const perform = async (work: Work) => {
    code = await run(out, work)
  }
  const program = createProgram(perform, (text) => (usage += text))
  try {
    await program.parseAsync(args, { from: "user" })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    const message = usage.trim() || error.message
    out.message(message)
    if (out.json) out.answer({ error: { code: "usage", message: sentenceOf(message) } }, "")
    return EXIT.usage
  }
}

/** Every command there is, each done by `perform`. */
export function createProgram(perform: (work: Work) => Promise<void>, writeErr: (text: string) => void): Command {
  const program = new Command("lantern")
    .description("Keeps library staff in Alma while campus sign-on is down.")
    .option("--json", "one JSON document on stdout, messages on stderr")
    .exitOverride()
    .configureOutput({ writeErr })
    .showHelpAfterError("(--help tells more)")
  addInstitutionCommands(program, perform)
  addPersonCommands(program, perform)
  const outages = program.command("outage").description("outages, from declaring to proved return")
  addOutageCommands(outages, perform)
  addMovingCommands(outages, perform)
  addRecoveryCommands(outages, perform)
  addEnrolmentCommands(program, perform)
  addKeyCommands(program, perform)
  addRosterCommands(program, perform)
  addNamedUserCommands(program, perform)
  addOtherCommands(program, perform)
  return program
}

function sentenceOf(text: string): string {
  if (text.startsWith("Usage:")) return "Say which command: --help lists them."
  const first = text.split("\n")[0]!.replace(/^error: /, "").trim()
  return first.endsWith(".") ? first : `${first}.`
}
