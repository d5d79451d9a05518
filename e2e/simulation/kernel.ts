import { Random } from "./random"

/** Whoever does something: a worker, a web process, a person, Alma. Once dead it never goes on. */
export interface Owner {
  readonly name: string
  dead: boolean
  /** Stopped (SIGSTOP) until this virtual time; what it would have done waits. */
  pausedUntil: number
}

interface Event {
  at: number
  order: number
  owner: Owner
  run: () => void
  cancelled: boolean
}

/** Taken before anything is replaced: the only real waiting there is. */
const { setImmediate } = globalThis

/**
 * Virtual time and its events. Everything that happens in a schedule is an event of this heap, and one is
 * over, with all that follows from it at once, before the next begins: two runs of one seed are the same.
 */
export class Kernel {
  now: number
  readonly random: Random
  current: Owner
  steps = 0
  readonly #heap: Event[] = []
  #order = 0
  #inFlight = 0
  #hash = 0x811c9dc5
  readonly lines: string[] | null

  constructor(
    readonly seed: number,
    readonly startedAt: number,
    keepTrace: boolean,
  ) {
    this.now = startedAt
    this.random = Random.of(seed, "schedule")
    this.current = { name: "start", dead: false, pausedUntil: 0 }
    this.lines = keepTrace ? [] : null
  }

  owner(name: string): Owner {
    return { name, dead: false, pausedUntil: 0 }
  }

  /** @returns something to cancel */
  at(when: number, owner: Owner, run: () => void): Event {
    const event = { at: Math.max(this.now, Math.round(when)), order: ++this.#order, owner, run, cancelled: false }
    push(this.#heap, event)
    return event
  }

  after(ms: number, owner: Owner, run: () => void): Event {
    return this.at(this.now + ms, owner, run)
  }

  /** Real work under way (a real database): the next event waits for it. */
  async busy<T>(work: () => Promise<T>): Promise<T> {
    this.#inFlight += 1
    try {
      return await work()
    } finally {
      this.#inFlight -= 1
    }
  }

  /** Does the next event. False when there is none, or it lies after `until`. */
  async step(until: number): Promise<boolean> {
    for (;;) {
      const event = this.#heap[0]
      if (!event || event.at > until) return false
      pop(this.#heap)
      if (event.cancelled || event.owner.dead) continue
      this.now = event.at
      if (event.owner.pausedUntil > this.now) {
        event.at = event.owner.pausedUntil
        push(this.#heap, event)
        continue
      }
      this.steps += 1
      this.current = event.owner
      event.run()
      await this.settle()
      return true
    }
  }

  /** Until nothing more follows without another event. */
  async settle(): Promise<void> {
    do {
      await new Promise<void>((resolve) => void setImmediate(resolve))
    } while (this.#inFlight > 0)
  }

  /** One line of the trace: when, who, what. */
  note(who: string, what: string): void {
    const line = `${stamp(this.now - this.startedAt)} ${who.padEnd(12)} ${what}`
    for (let at = 0; at < line.length; at++) this.#hash = Math.imul(this.#hash ^ line.charCodeAt(at), 0x01000193)
    this.lines?.push(line)
  }

  /** Of every line so far. */
  traceHash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0")
  }
}

function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const days = Math.floor(seconds / 86_400)
  const two = (value: number) => String(value).padStart(2, "0")
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(ms % 1000).padStart(3, "0")}`
  return `${days}d ${clock}`
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Event[], event: Event): void {
  heap.push(event)
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(heap[at]!, heap[parent]!)) return
    swap(heap, at, parent)
    at = parent
  }
}

function pop(heap: Event[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  heap[0] = last
  let at = 0
  for (;;) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && before(heap[child]!, heap[least]!)) least = child
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap(heap: Event[], a: number, b: number): void {
  const kept = heap[a]!
  heap[a] = heap[b]!
  heap[b] = kept
}
