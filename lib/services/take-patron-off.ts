import type { AlmaClient } from "@/lib/alma/alma-client"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { isPatron, roleOf, rolesOf } from "@/lib/domain/back-up-admin"

/** A PUT is made from a GET under 2 s old. */
const START_WRITE_WITHIN_MS = 1_500

/**
 * The one write of Lantern's that edits roles, and only of an account that it has just made: the Patron role that Alma
 * adds by itself is left out, everything else goes back as it came. Without another role nothing is written.
 * @returns `none`: there was none; `taken`: it is gone, as a read says; `still`: it is there, so a person takes it off
 */
export async function takePatronOff(alma: AlmaClient, primaryId: string, now: () => number = Date.now): Promise<"none" | "taken" | "still"> {
  const read = await alma.getUser(primaryId)
  const readAt = now()
  if (read.kind !== "ok" || !samePrimaryId(readFacts(read.value).primaryId, primaryId)) return "still"
  if (!hasPatron(read.value)) return "none"
  const rest = rolesOf(read.value).filter((role) => !isPatron(roleOf(role)))
  if (rest.length === 0 || readFacts(read.value).accountType !== "INTERNAL") return "still"
  const body: AlmaUser = { ...structuredClone(read.value), user_role: structuredClone(rest) }
  await alma.putUser(primaryId, body, { startWithinMs: readAt + START_WRITE_WITHIN_MS - now() })
  const after = await alma.getUser(primaryId)
  return after.kind === "ok" && samePrimaryId(readFacts(after.value).primaryId, primaryId) && !hasPatron(after.value) ? "taken" : "still"
}

function hasPatron(user: AlmaUser): boolean {
  return rolesOf(user).some((role) => isPatron(roleOf(role)))
}

/** For the person who has to, in Alma's own screen. */
export function patronSteps(primaryId: string): string[] {
  return [
    "Log in to Alma as a user administrator.",
    `Search Users for Primary ID ${primaryId} and open the account.`,
    "In the list User Roles find Patron; in its row's menu choose Remove, then confirm.",
    "Choose Save. Check again here: Lantern reads the account.",
  ]
}
