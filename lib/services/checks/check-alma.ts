import type { RequestOptions } from "@/lib/alma/alma-caller"
import type { AlmaClient } from "@/lib/alma/alma-client"

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
const LAST: RequestOptions = { priority: "watch", startWithinMs: 20_000 }

export function lastInLine(alma: AlmaClient): CheckAlma {
  return {
    getUser: (id) => alma.getUser(id, LAST),
    checkPassword: (id, password) => alma.checkPassword(id, password, LAST),
    getJob: (id) => alma.getJob(id, LAST),
    general: () => alma.general(LAST),
    serverTime: () => alma.serverTime(LAST),
    integrationProfiles: () => alma.integrationProfiles(LAST),
    canReadUsers: () => alma.canReadUsers(LAST),
    canWriteUsers: () => alma.canWriteUsers(LAST),
    canReadConf: () => alma.canReadConf(LAST),
    canWriteConf: () => alma.canWriteConf(LAST),
  }
}
