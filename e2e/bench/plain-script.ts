import { setTimeout as delay } from "node:timers/promises"
import { plainId } from "@/lib/practice/people"
import { Child } from "./child"
import type { AlmaSpec, Arrival, RunningAlma, ToAlmas } from "./messages"
import { peakPerSecond, refused } from "./tally"

/**
 * What a systems librarian writes on the day: GET, set the account type, PUT, next. Measured on an Alma that takes the
 * direct way in, which Alma's documentation says it doesn't: else it would change nobody.
 */
export interface PlainCase {
  name: string
  accounts: number
  latencyMs: number
  /** How many of them run at once, each with its part of the list. */
  parallel: number
}

export interface PlainResult {
  seconds: number
  requests: number
  peak: number
  refused: number
  /** Accounts that were to be Internal and are not: given up after three tries. */
  leftOut: number
  /** After the way back: accounts that are still Internal. */
  leftInternal: number
}

const TRIES = 3

export async function plainScript({ accounts, latencyMs, parallel }: PlainCase): Promise<PlainResult> {
  const spec: AlmaSpec = { people: accounts, latencyMs, ratePerSecond: 25, directAllowed: true, name: "01PLAIN_INST" }
  const { child, ready } = await Child.start<ToAlmas>("almas-main.ts", [spec])
  try {
    const [alma] = ready as RunningAlma[]
    const from = Date.now()
    const turn = async (type: "INTERNAL" | "EXTERNAL") => {
      const parts = Array.from({ length: parallel }, (_, lane) =>
        Array.from({ length: accounts }, (_each, at) => at).filter((at) => at % parallel === lane))
      await Promise.all(parts.map((part) => moveAll(alma!, part.map(plainId), type)))
    }
    await turn("INTERNAL")
    const leftOut = accounts - ((await child.ask({ ask: "internal", at: 0 })) as number)
    await turn("EXTERNAL")
    const seconds = (Date.now() - from) / 1000
    const seen = (await child.ask({ ask: "arrivals", at: 0, from })) as Arrival[]
    const leftInternal = (await child.ask({ ask: "internal", at: 0 })) as number
    return { seconds, requests: seen.length, peak: peakPerSecond(seen), refused: refused(seen), leftOut, leftInternal }
  } finally {
    await child.end()
  }
}

async function moveAll(alma: RunningAlma, ids: string[], type: "INTERNAL" | "EXTERNAL"): Promise<void> {
  for (const id of ids) {
    const user = await tried(() => call(alma, id))
    if (!user) continue
    const external_id = type === "EXTERNAL" ? "SIS_BANNER" : ""
    await tried(() => call(alma, id, { ...user, account_type: { value: type }, external_id }))
  }
}

/** Naive: whatever went wrong, once more in half a second, three times in all. */
async function tried<T>(work: () => Promise<T | null>): Promise<T | null> {
  for (let at = 1; at <= TRIES; at++) {
    const done = await work()
    if (done) return done
    if (at < TRIES) await delay(500)
  }
  return null
}

async function call(alma: RunningAlma, id: string, body?: object): Promise<Record<string, unknown> | null> {
  const answer = await fetch(`${alma.url}/almaws/v1/users/${id}`, {
    method: body ? "PUT" : "GET",
    headers: { authorization: `apikey ${alma.apiKey}`, accept: "application/json", "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  })
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : (await answer.text(), null)
}
