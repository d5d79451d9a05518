import type { AlmaClient } from "@/lib/alma/alma-client"
import { createAlmaClient } from "@/lib/alma/alma-client"
import type { Route } from "@/lib/domain/states"
import type { AlmaFailure, AlmaOutcome } from "@/lib/domain/alma-outcome"
import { AppError } from "@/lib/domain/errors"
import type { RequestBudget } from "@/lib/domain/request-budget"

/** What a key can do; null where Alma didn't say. */
export interface KeyRights {
  readUsers: boolean | null
  writeUsers: boolean | null
  readConf: boolean | null
  writeConf: boolean | null
}

/** Which Alma a key reaches, as Alma says. */
export interface ReachedAlma {
  code: string
  name: string
  environment: "production" | "sandbox" | "unknown"
}

export interface AlmaProbe {
  /** `CODE|environment` by /conf/general; null when the key may not read it. */
  identity: string | null
  /** The same in words; null when the key may not read it. */
  reaches: ReachedAlma | null
  environment: "production" | "sandbox" | "unknown"
  rights: KeyRights
}

/** Long enough for a slow Alma, short enough for a person who waits at a form. */
const TIMEOUT_MS = 6_000

/**
 * Asks an Alma who it is and what the key may do there. Changes nothing.
 * @throws AppError `input` when no Alma answers at this address; `unavailable` when it asks for a pause
 */
export async function probeAlma(baseUrl: string, apiKey: string, budget: RequestBudget = onePerMoment()): Promise<AlmaProbe> {
  const client = createAlmaClient({ baseUrl, apiKey, budget, timeoutMs: TIMEOUT_MS })
  try {
    const general = await client.general()
    if (general.kind !== "ok") requireAlma(general, baseUrl)
    const rights = await keyRights(client)
    if (general.kind !== "ok") return { identity: null, reaches: null, environment: "unknown", rights }
    const { institution, environment } = general.value
    return { identity: `${institution.code}|${environment}`, reaches: { ...institution, environment }, environment, rights }
  } finally {
    await client.close()
  }
}

/** The institution's code in Alma that an identity was made of. */
export function almaCodeOf(identity: string | null): string | null {
  return identity === null ? null : identity.slice(0, identity.lastIndexOf("|"))
}

/**
 * A key is of the institution that it was said to be of, or nothing is stored.
 * @throws AppError `refused` when `expected` is known and Alma says another
 */
export function requireThisAlma({ reaches }: AlmaProbe, expected: string | null, whose: string): void {
  if (expected === null || reaches === null || reaches.code.toUpperCase() === expected.toUpperCase()) return
  throw new AppError(
    "refused",
    `This key reaches ${reaches.name} (${reaches.code}, ${reaches.environment}), not ${expected}, which is the code in Alma of ${whose}. ` +
      `Nothing was stored. Use the key of ${whose}; if ${reaches.code} is right, say so in the field for the code in Alma.`,
  )
}

export async function keyRights(client: AlmaClient): Promise<KeyRights> {
  return {
    readUsers: rightOf(await client.canReadUsers()),
    writeUsers: rightOf(await client.canWriteUsers()),
    readConf: rightOf(await client.canReadConf()),
    writeConf: rightOf(await client.canWriteConf()),
  }
}

function rightOf(answer: AlmaOutcome<boolean>): boolean | null {
  if (answer.kind === "ok") return answer.value
  return answer.kind === "refused" ? false : null
}

/** What a key that is stored can't do for this route, a sentence each. */
export function warningsOf({ rights, identity }: AlmaProbe, route: Route): string[] {
  const { readUsers, writeUsers, readConf, writeConf } = rights
  const all = [readUsers, writeUsers, readConf, writeConf]
  if (all.every((right) => right === false)) {
    return ["Alma does not accept this API key. It is stored, but nothing can be done with it: check that it was copied whole and is one of this Alma's."]
  }
  const warnings: string[] = []
  if (readUsers === false) warnings.push("The key can't read users, so no account can be looked at. It needs the area Users, read/write.")
  if (writeUsers === false) warnings.push("The key can't write users, so no password can be set and no account returned. It needs the area Users, read/write.")
  if (route === "job" && (readConf === false || writeConf === false)) {
    warnings.push("The key can't write configuration, so the job can't be run. It needs the area Configuration, read/write.")
  }
  if (all.includes(null)) warnings.push("Alma did not say everything that the key can do. Check again later.")
  if (identity === null) warnings.push("The key can't read which Alma this is, so Lantern can't tell if it is entered twice.")
  return warnings
}

/** Lets an answer pass that only an Alma gives, also to a wrong key. */
function requireAlma(failure: AlmaFailure, baseUrl: string): void {
  const refuse = (why: string) => new AppError("input", `${baseUrl} ${why} Nothing was stored.`)
  switch (failure.kind) {
    case "not_found":
    case "refused":
      return
    case "unauthorized":
      if (saysAlma(failure.error, baseUrl)) return
      throw refuse("refused the request, but not as Alma does: this is not the Alma API.")
    case "throttled":
    case "daily_limit":
      throw new AppError("unavailable", "This Alma takes no more requests for now. Nothing was stored: try again later.")
    case "unreachable":
      throw refuse("can't be reached: nothing answers there.")
    case "unknown":
      throw refuse(unknownWords[failure.cause])
  }
}

const unknownWords = {
  timeout: "did not answer in time: this is not the Alma API, or it is down.",
  reset: "broke the connection off: this is not the Alma API, or it is down.",
  server_error: "answered with an error of its server: this is not the Alma API, or it is down.",
  unreadable: "answered with something else than Alma does (a web page, say): this is not the Alma API.",
  too_large: "answered with something else than Alma does: this is not the Alma API.",
  redirect: "sends on to another address, which the Alma API never does.",
}

/** Ex Libris's own gateways may answer a refused network in their own way. */
function saysAlma(error: { code: string; message: string }, baseUrl: string): boolean {
  const host = new URL(baseUrl).hostname
  return error.code !== "" || /api.?key/i.test(error.message) || /\.exlibrisgroup\.com(\.cn)?$/.test(host)
}

/** An Alma that isn't stored has no budget yet: ten requests a second harm none. */
function onePerMoment(): RequestBudget {
  let next = 0
  return {
    async reserve() {
      const now = performance.now()
      const at = Math.max(now, next)
      next = at + 100
      return { granted: true, waitMs: at - now }
    },
    giveBack: async () => {},
    throttled: async () => {},
  }
}
