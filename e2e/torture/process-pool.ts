import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { appendFileSync, openSync, readFileSync, rmSync } from "node:fs"
import path from "node:path"
import { environment, root } from "../fixtures/environment"
import { bundleProgram } from "./bundle"
import type { Ask, FromProcess, Start, Verb, Verbs } from "./messages"

/** The process died before it answered: nobody knows what became of the question. */
export class Died extends Error {}
/** Refused or failed. `calm`: with a sentence meant for people. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly calm: boolean,
  ) {
    super(message)
  }
}

/** One process of Lantern's own code. */
export class LanternProcess {
  readonly pid: number
  /** Fulfilled once it works; rejected when it dies or fails before. */
  readonly loaded: Promise<void>
  readonly gone: Promise<void>
  alive = true
  #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #next = 1
  #working = Promise.withResolvers<void>()
  #loaded = Promise.withResolvers<void>()

  constructor(private readonly child: ChildProcess) {
    this.pid = child.pid!
    this.loaded = this.#loaded.promise
    for (const promise of [this.#loaded.promise, this.#working.promise]) promise.catch(() => {})
    child.on("message", (message: FromProcess) => this.#hear(message))
    child.on("error", () => {})
    this.gone = once(child, "exit").then(() => this.#died())
  }

  /** Questions it hasn't answered yet. */
  get inHand(): number {
    return this.#waiting.size
  }

  async start(kind: Start["start"]): Promise<void> {
    await this.loaded
    this.#send({ start: kind })
  }

  /** @throws Died, or what it said when it couldn't start */
  get working(): Promise<void> {
    return this.#working.promise
  }

  /** @throws Died when no answer comes any more; Refused with what it said */
  ask<V extends Verb>(verb: V, given: Verbs[V]["given"]): Promise<Verbs[V]["answer"]> {
    if (!this.alive) return Promise.reject(new Died(verb))
    const ask = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject })
      this.#send({ ask, verb, given } as Ask)
    })
  }

  signal(name: NodeJS.Signals): void {
    // By its id while we know that it is ours: an ended child's number could be another's.
    if (this.alive) this.child.kill(name)
  }

  /** Ends by itself, and keeps what it compiled for those who come after. */
  async leave(): Promise<void> {
    this.#send("leave")
    await this.gone
  }

  #send(message: Start | Ask | "leave"): void {
    if (this.child.connected) this.child.send(message, () => {})
  }

  #hear(message: FromProcess): void {
    if (message.say === "loaded") return this.#loaded.resolve()
    if (message.say === "working") return this.#working.resolve()
    if (message.say === "failed") return this.#working.reject(new Refused(message.message, false))
    const waiting = this.#waiting.get(message.to)
    this.#waiting.delete(message.to)
    if (message.ok) waiting?.resolve(message.value as never)
    else waiting?.reject(new Refused(message.message, message.calm))
  }

  #died(): void {
    this.alive = false
    const died = new Died("the process is gone")
    this.#loaded.reject(died)
    this.#working.reject(died)
    for (const { reject } of this.#waiting.values()) reject(died)
    this.#waiting.clear()
  }
}

export interface PoolOptions {
  /** Where the program, what was compiled of it, its processes' ids and their words are kept. */
  folder: string
  settings: Record<string, string>
  /** Processes that have loaded everything and wait. */
  standby: number
}

/** Starts processes ahead of their use: one that is asked for has loaded all its modules already. */
export class ProcessPool {
  #standby: LanternProcess[] = []
  #closed = false

  private constructor(
    private readonly options: PoolOptions,
    private readonly program: string,
    private readonly log: number,
  ) {}

  static async open(options: PoolOptions): Promise<ProcessPool> {
    const program = await bundleProgram("e2e/torture/process-main.ts", options.folder)
    endLeftovers(options.folder, program)
    const pool = new ProcessPool(options, program, openSync(path.join(options.folder, "processes.log"), "a"))
    const first = pool.#spawn()
    await first.loaded
    await first.leave()
    pool.#fill()
    return pool
  }

  /** A process that has loaded everything, or will have in a moment. */
  take(): LanternProcess {
    const taken = this.#standby.shift() ?? this.#spawn()
    this.#fill()
    return taken
  }

  async close(): Promise<void> {
    this.#closed = true
    const left = this.#standby.splice(0)
    for (const one of left) one.signal("SIGKILL")
    await Promise.all(left.map((one) => one.gone))
  }

  #fill(): void {
    while (!this.#closed && this.#standby.length < this.options.standby) this.#standby.push(this.#spawn())
  }

  #spawn(): LanternProcess {
    const { folder, settings } = this.options
    // Room for what a short life leaves behind: nobody lives long enough for the collector to be of use.
    const child = spawn(process.execPath, ["--max-semi-space-size=64", "--min-semi-space-size=32", this.program], {
      cwd: root,
      env: environment({ NODE_COMPILE_CACHE: path.join(folder, "compiled"), ...settings }),
      stdio: ["ignore", this.log, this.log, "ipc"],
    })
    appendFileSync(path.join(folder, "pids"), `${child.pid}\n`)
    return new LanternProcess(child)
  }
}

/** A start that was killed leaves its processes, of which a stopped one doesn't notice that it is alone. */
function endLeftovers(folder: string, program: string): void {
  const file = path.join(folder, "pids")
  let text = ""
  try {
    text = readFileSync(file, "utf8")
  } catch {
    return
  }
  for (const pid of text.split("\n").filter(Boolean)) {
    try {
      // Ours still, and not another's that has its number by now.
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(program)) process.kill(Number(pid), "SIGKILL")
    } catch {
      // It is gone.
    }
  }
  rmSync(file, { force: true })
}
