import { setTimeout as delay } from "node:timers/promises"
import { NO_TURN, type RequestOptions } from "@/lib/alma/alma-caller"
import type { AlmaClient } from "@/lib/alma/alma-client"
import type { AlmaOutcome } from "@/lib/domain/alma-outcome"

/** What a check may ask of Alma: nothing that changes anything there. */
export type CheckAlma = Pick<
  AlmaClient,
  | "getUser" | "checkPassword" | "getJob" | "general" | "serverTime" | "integrationProfiles"
  | "canReadUsers" | "canWriteUsers" | "canReadConf" | "canWriteConf"
>

/**
 * Checks go last: whatever an outage, a pick-up or a person who waits at a form asks of this Alma goes before them, and
 * one that gets no turn within this time is given up, and told as not looked at.
 */
const LAST: RequestOptions = { priority: "watch", startWithinMs: 20_000, tries: 1 }

export function lastInLine(alma: AlmaClient): CheckAlma {
  return {
    getUser: (id) => twice(() => alma.getUser(id, LAST)),
    // A wrong one counts in Alma: asked once.
    checkPassword: (id, password) => alma.checkPassword(id, password, LAST),
    getJob: (id) => twice(() => alma.getJob(id, LAST)),
    general: () => twice(() => alma.general(LAST)),
    serverTime: () => twice(() => alma.serverTime(LAST)),
    integrationProfiles: () => twice(() => alma.integrationProfiles(LAST)),
    canReadUsers: () => twice(() => alma.canReadUsers(LAST)),
    canWriteUsers: () => twice(() => alma.canWriteUsers(LAST)),
    canReadConf: () => twice(() => alma.canReadConf(LAST)),
    canWriteConf: () => twice(() => alma.canWriteConf(LAST)),
  }
}

/** Alma documentation: after PER_SECOND_THRESHOLD, wait a second or more. */
const PAUSE_MS = 1_200

/** Once more after a pause where Alma didn't say, and not oftener: each pause that it asks for slows an outage down, too. */
async function twice<T>(ask: () => Promise<AlmaOutcome<T>>): Promise<AlmaOutcome<T>> {
  const answer = await ask()
  const worth = answer.kind === "throttled" || answer.kind === "unknown" || (answer.kind === "unreachable" && answer.detail !== NO_TURN)
  if (!worth) return answer
  await delay(PAUSE_MS)
  return ask()
}
