import { rm } from "node:fs/promises"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import type { OutageState } from "@/lib/domain/states"
import { before, judge, type Before, type Judgement } from "../torture/judge"
import type { Verb, Verbs } from "../torture/messages"
import { type LanternProcess, ProcessPool, Refused } from "../torture/process-pool"
import { enterInstitution, openScene, type Institution, type Scene } from "../torture/scene"

/** How many questions were answered how. */
export interface Answers<T> {
  /** With what was asked for. */
  given: T[]
  /** With a sentence meant for people, by its first words. */
  refused: Record<string, number>
  /** With an error page: there should be none. */
  broken: Record<string, number>
}

/** Several processes of one Lantern that people ask at the same moment. */
export interface Company {
  scene: Scene
  /** Asks `count` times at once, by turns of each process. `given`: for the how-manyth. */
  askAll<V extends Verb>(verb: V, count: number, given: (at: number) => Verbs[V]["given"]): Promise<Answers<Verbs[V]["answer"]>>
  ask<V extends Verb>(verb: V, given: Verbs[V]["given"]): Promise<Verbs[V]["answer"]>
  place(code: string, route: "job" | "direct"): Promise<Place>
  close(): Promise<void>
}

/** An institution with the state of its Alma before its outage. */
export interface Place extends Institution {
  was: Before
  staff: string[]
}

export const STAFF = ["aabernethy", "mixedseg", "noteworthy", "blockson", "manyroles", "bare"]
const QUIET_SECONDS = 2
const PROCESSES = 4

export async function openCompany(folder: string): Promise<Company> {
  await rm(path.join(folder, "data"), { recursive: true, force: true })
  const scene = await openScene({ folder, quietSeconds: QUIET_SECONDS })
  const pool = await ProcessPool.open({ folder, settings: scene.settings, standby: 0 })
  const processes = Array.from({ length: PROCESSES }, () => pool.take())
  for (const process of processes) {
    await process.start("web")
    await process.working
  }
  const places: Place[] = []
  const ask = (at: number): LanternProcess => processes[at % PROCESSES]!
  return {
    scene,
    async askAll(verb, count, given) {
      const settled = await Promise.allSettled(Array.from({ length: count }, (_, at) => ask(at).ask(verb, given(at))))
      return sorted(settled)
    },
    ask: (verb, given) => ask(Math.floor(Math.random() * PROCESSES)).ask(verb, given),
    async place(code, route) {
      const institution = await enterInstitution(scene.ctx, { code, route, rate: 50, alma: { latencyMs: 20 } })
      const place = { ...institution, was: before(institution.alma), staff: STAFF }
      places.push(place)
      return place
    },
    async close() {
      for (const process of processes) process.signal("SIGKILL")
      await Promise.all(processes.map((process) => process.gone))
      await pool.close()
      await Promise.all(places.map((place) => place.alma.close()))
      await scene.close()
    },
  }
}

function sorted<T>(settled: PromiseSettledResult<T>[]): Answers<T> {
  const answers: Answers<T> = { given: [], refused: {}, broken: {} }
  for (const one of settled) {
    if (one.status === "fulfilled") answers.given.push(one.value)
    else {
      const error = one.reason as Error
      const kind = error instanceof Refused && error.calm ? answers.refused : answers.broken
      const words = error.message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…").replaceAll(/\d+ seconds/g, "… seconds").slice(0, 110)
      kind[words] = (kind[words] ?? 0) + 1
    }
  }
  return answers
}

export function countOf(kinds: Record<string, number>): number {
  return Object.values(kinds).reduce((sum, count) => sum + count, 0)
}

/** One line of a report: how many were answered how. */
export function inWords({ given, refused, broken }: Answers<unknown>): string[] {
  const each = (kinds: Record<string, number>, mark: string) => Object.entries(kinds).map(([words, count]) => `    ${mark} ${count}: ${words}`)
  return [
    `  ${given.length} done, ${countOf(refused)} refused with a sentence, ${countOf(broken)} broken`,
    ...each(refused, "refused"),
    ...each(broken, "BROKEN"),
  ]
}

export async function untilOutage({ look }: Scene, outageId: string, state: OutageState, seconds = 240): Promise<void> {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const [row] = await look<{ state: OutageState }>(`select "state"::text from "Outage" where "id" = $1`, [outageId])
    if (row?.state === state) return
    if (Date.now() > until) throw new Error(`The outage is ${row?.state ?? "not there"} after ${seconds} s, not ${state}`)
    await delay(100)
  }
}

export async function outagesOf({ look }: Scene, place: Place): Promise<string[]> {
  const rows = await look<{ id: string }>(`select "id" from "Outage" where "institutionId" = $1`, [place.id])
  return rows.map((row) => row.id)
}

/** By Alma's own history: everyone of `staff` there and back exactly once, and nobody else touched. */
export function judged(place: Place): Judgement {
  const judgement = judge(place.alma, place.was, place.staff, place.staff)
  for (const id of place.staff) {
    if (!judgement.moved.includes(id)) judgement.wrong.push(`${place.code} ${id}: was never switched`)
  }
  return judgement
}

export function passwordWrites({ alma }: Place, primaryId: string): number {
  return alma.history(primaryId).filter((entry) => entry.what === "password" && entry.by === "api").length
}
