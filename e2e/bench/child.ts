import { type ChildProcess, fork } from "node:child_process"
import path from "node:path"
import { fileURLToPath } from "node:url"

const here = path.dirname(fileURLToPath(import.meta.url))
const runMjs = path.join(here, "../../scripts/run.mjs")

/** A process of the bench; it answers questions one at a time, in order. */
export class Child<Question extends object> {
  readonly #waiting: ((answer: unknown) => void)[] = []
  readonly #ended: Promise<void>

  private constructor(readonly process: ChildProcess) {
    process.on("message", (message: { answer: unknown }) => this.#waiting.shift()?.(message.answer))
    this.#ended = new Promise((resolve) => process.once("exit", () => resolve()))
  }

  /** Starts `file` of this folder with `spec` as its argument. @returns the child, and what it says when it is ready */
  static async start<Question extends object>(file: string, spec: unknown): Promise<{ child: Child<Question>; ready: unknown }> {
    const started = fork(runMjs, [`e2e/bench/${file}`, JSON.stringify(spec)], {
      execArgv: ["--expose-gc"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    })
    const child = new Child<Question>(started)
    return { child, ready: await child.#next() }
  }

  async ask(question: Question): Promise<unknown> {
    const answer = this.#next()
    this.process.send(question)
    return answer
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  async end(question?: Question): Promise<void> {
    if (question && this.process.connected) this.process.send(question)
    else this.process.kill("SIGKILL")
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 20_000)
    await this.#ended
    clearTimeout(timer)
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const died = () => reject(new Error("A process of the bench ended before it answered."))
      this.process.once("exit", died)
      this.#waiting.push((answer) => {
        this.process.off("exit", died)
        resolve(answer)
      })
    })
  }
}
