import crypto from "node:crypto"
import fsPromises from "node:fs/promises"
import { syncBuiltinESMExports } from "node:module"
import path from "node:path"
import timersPromises from "node:timers/promises"
import { randomByte } from "@/lib/services/issue-codes"
import type { Kernel } from "./kernel"
import { Random } from "./random"

/*
 * Time, chance and files as every module of this process sees them. Nothing under lib/ knows: the names it
 * imports from Node are live, so replacing them here replaces them there.
 */

let kernel: Kernel | null = null
let seeds = { bytes: new Random(0), ids: new Random(0), rows: new Random(0), numbers: new Random(0) }
let byteDraws = 0

const RealDate = Date
const real = {
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
  performanceNow: performance.now.bind(performance),
  randomUUID: crypto.randomUUID,
  randomBytes: crypto.randomBytes,
  mkdir: fsPromises.mkdir,
  open: fsPromises.open,
  rename: fsPromises.rename,
}

/** Files under this folder are kept nowhere: the recovery sheets of a schedule. */
export const NOWHERE = "/lantern-simulation"

/** From here on the process runs on this kernel's time and seed. */
export function enter(next: Kernel): void {
  kernel = next
  seeds = {
    bytes: Random.of(next.seed, "bytes"),
    ids: Random.of(next.seed, "ids"),
    rows: Random.of(next.seed, "rows"),
    numbers: Random.of(next.seed, "numbers"),
  }
  emptyBytePool()
}

/** Back to the machine's own. */
export function leave(): void {
  kernel = null
}

/** Codes and passwords come from a pool of random bytes; what an earlier schedule left in it is used up. */
function emptyBytePool(): void {
  const before = byteDraws
  while (byteDraws === before) randomByte()
  for (let left = 0; left < 255; left++) randomByte()
  seeds.bytes = Random.of(kernel!.seed, "bytes")
}

/** An id that lib asks Node for. */
const seededUuid = () => uuid(seeds.ids)

/** An id that the database would make. */
export const rowId = () => uuid(seeds.rows)

function uuid(random: Random): string {
  const bytes = new Uint8Array(16)
  random.fill(bytes)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString("hex")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

class SimulatedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0 && kernel) super(kernel.now)
    else super(...(given as [number]))
  }

  static override now(): number {
    return kernel ? kernel.now : RealDate.now()
  }

  // A copy made by structuredClone is a plain Date.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.prototype.toString.call(value) === "[object Date]"
  }
}

interface Timer {
  cancel: () => void
  ref: () => Timer
  unref: () => Timer
  hasRef: () => boolean
}

function timer(ms: number, again: boolean, work: () => void): Timer {
  const { current } = kernel!
  let event = kernel!.after(Math.max(1, ms), current, fire)
  function fire() {
    if (again) event = kernel!.after(Math.max(1, ms), current, fire)
    work()
  }
  const made: Timer = { cancel: () => void (event.cancelled = true), ref: () => made, unref: () => made, hasRef: () => true }
  return made
}

const cancel = (given: unknown, clear: (id: never) => void) => {
  if (typeof given === "object" && given !== null && "cancel" in given) (given as Timer).cancel()
  else clear(given as never)
}

function installTimers(): void {
  const start = (again: boolean, plain: unknown) => (work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
    kernel ? timer(ms, again, () => work(...args)) : (plain as typeof setTimeout)(work, ms, ...args)
  Object.assign(globalThis, {
    setTimeout: Object.assign(start(false, real.setTimeout), real.setTimeout),
    setInterval: start(true, real.setInterval),
    clearTimeout: (given: unknown) => cancel(given, real.clearTimeout),
    clearInterval: (given: unknown) => cancel(given, real.clearInterval),
    Date: SimulatedDate,
  })
  performance.now = () => (kernel ? kernel.now - kernel.startedAt : real.performanceNow())
  const wait = (ms?: number, value?: unknown) => new Promise((resolve) => void globalThis.setTimeout(() => resolve(value), ms))
  Object.assign(timersPromises, { setTimeout: wait })
}

function installChance(): void {
  const realRandom = Math.random
  Math.random = () => (kernel ? seeds.numbers.next() : realRandom())
  const randomBytes = (size: number) => {
    byteDraws += 1
    if (!kernel) return real.randomBytes(size)
    const bytes = Buffer.alloc(size)
    seeds.bytes.fill(bytes)
    return bytes
  }
  Object.assign(crypto, {
    randomBytes,
    randomUUID: () => (kernel ? seededUuid() : real.randomUUID()),
    randomInt: (from: number, to?: number) => (to === undefined ? seeds.numbers.int(0, from - 1) : seeds.numbers.int(from, to - 1)),
    // The practice Alma's hash of a password. Nobody attacks it here, and it would be most of the time.
    scryptSync: (password: string, salt: Buffer, size: number) =>
      Buffer.alloc(size, crypto.createHash("sha256").update(salt).update(password).digest()),
  })
}

function installFiles(): void {
  const inside = (file: unknown) => typeof file === "string" && file.startsWith(NOWHERE + path.sep)
  const handle = { writeFile: async () => {}, sync: async () => {}, close: async () => {} }
  const instead = (name: "mkdir" | "open" | "rename", answer: unknown) => {
    const plain = real[name] as (...args: unknown[]) => Promise<unknown>
    return (...args: unknown[]) => (inside(args[0]) ? Promise.resolve(answer) : plain(...args))
  }
  Object.assign(fsPromises, { mkdir: instead("mkdir", undefined), open: instead("open", handle), rename: instead("rename", undefined) })
}

installTimers()
installChance()
installFiles()
syncBuiltinESMExports()
