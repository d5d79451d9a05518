import type { ServiceContext } from "@/lib/services/context"
import { EXIT, type ExitCode } from "./exit-codes"
import { runLantern } from "./program"
import { tell } from "./run-command"

export interface Said {
  code: ExitCode
  /** The one document of `--json`. */
  document: Record<string, unknown>
  /** What stands in its place without `--json`. */
  text: string
  messages: string
}

/**
 * For tests: the command as an operator types it, in this process and on this context. Where it would start a worker,
 * `startWorker` brings one. A command that is a process of its own is e2e/command.spec.ts.
 */
export function typedCommand(ctx: ServiceContext, startWorker = async () => {}): (...args: string[]) => Promise<Said> {
  return async (...args) => {
    const said: Said = { code: EXIT.done, document: {}, text: "", messages: "" }
    let answers = 0
    const out = {
      json: true,
      answer(document: unknown, text: string) {
        answers += 1
        Object.assign(said, { document, text })
      },
      message: (text: string) => void (said.messages += text),
    }
    const never = new Promise<never>(() => {})
    const run = { ctx, out, interrupt: { happened: never, wait: () => never }, startWorker, whenStopped: () => {} }
    said.code = await runLantern(args, out, (_, work) => work(run).then((code) => code ?? EXIT.done, (error: unknown) => tell(out, error)))
    if (answers !== 1) throw new Error(`lantern ${args.join(" ")} gave ${answers} documents: ${said.messages}`)
    return said
  }
}
