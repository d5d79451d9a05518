import { AppError } from "@/lib/domain/errors"
import { StartProblem } from "@/lib/domain/start-problem"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { openCli, type CliContext } from "./cli-context"
import { EXIT, exitCodeOf, type ExitCode } from "./exit-codes"
import { Interrupted, listenForInterrupt, type Interrupt } from "./interrupt"
import type { Output } from "./output"

export interface CommandRun extends CliContext {
  out: Output
  interrupt: Interrupt
  /** What to say when the person stops the command from now on. */
  whenStopped(sentence: string): void
}

/** Does one command. Without a returned code it is done. */
export type Work = (run: CommandRun) => Promise<ExitCode | void>

/**
 * Opens what a command needs, does it, and closes all of it. Errors become one sentence on stderr,
 * with `--json` also the one document on stdout.
 */
export async function runCommand(out: Output, work: Work): Promise<ExitCode> {
  const interrupt = listenForInterrupt()
  let stoppedWords = "Stopped."
  const opening = openCli()
  try {
    const cli = await Promise.race([opening, interrupt.happened])
    const run: CommandRun = { ...cli, out, interrupt, whenStopped: (sentence) => (stoppedWords = sentence) }
    return (await Promise.race([work(run), interrupt.happened])) ?? EXIT.done
  } catch (error) {
    return tell(out, error, stoppedWords)
  } finally {
    await opening.then((cli) => cli.close()).catch(() => {})
  }
}

/** Says what went wrong. @returns the exit code */
export function tell(out: Output, error: unknown, stoppedWords = "Stopped."): ExitCode {
  const { code, exit, message } = whatHappened(error, stoppedWords)
  out.message(message)
  if (out.json) out.answer({ error: { code, message } }, "")
  return exit
}

function whatHappened(error: unknown, stoppedWords: string): { code: string; exit: ExitCode; message: string } {
  if (error instanceof AppError) return { code: error.code, exit: exitCodeOf(error.code), message: error.message }
  if (error instanceof StartProblem) return { code: "unavailable", exit: EXIT.failed, message: error.message }
  if (error instanceof Interrupted) return { code: "stopped", exit: EXIT.failed, message: stoppedWords }
  const reference = reportUnexpected("lantern", error)
  return { code: "failed", exit: EXIT.failed, message: `Something went wrong that Lantern did not expect. Reference ${reference}.` }
}
