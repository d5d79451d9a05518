import type { AlmaClient } from "@/lib/alma/alma-client"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { passwordBody } from "@/lib/domain/merge-user"

/** A PUT is made from a GET under 2 s old. */
const START_WRITE_WITHIN_MS = 1_500
/** How long a lost answer is pursued before the person is told to ask for help, and how often it is sent again. */
const PURSUE_MS = 20_000
const MOST_TIMES = 2

/**
 * Nobody knows whether the password was set: asked by logging in, else sent once more, the same one.
 * @returns whether it is set now
 */
export async function pursuePassword(alma: AlmaClient, primaryId: string, password: string, times = MOST_TIMES): Promise<boolean> {
  const until = Date.now() + PURSUE_MS
  for (let tries = 0; tries < times && Date.now() < until; tries++) {
    const works = await alma.checkPassword(primaryId, password, { priority: "pickup" })
    if (works.kind === "ok" && works.value) return true
    if (Date.now() >= until) return false
    const again = await sendAgain(alma, primaryId, password)
    if (again === "sent") return true
    if (again === "not_theirs") return false
  }
  return false
}

/**
 * Alma has said 200 to what it didn't do. One log-in tells; where it fails, the same password is sent once
 * more, and pursued when that answer is lost. A second 200 has to do: what a log-in says while a change of
 * password is pending isn't documented, so that an Alma may refuse every one of them.
 * @returns whether Alma's last word on it was yes
 */
export async function makeSure(alma: AlmaClient, primaryId: string, password: string): Promise<boolean> {
  const works = await alma.checkPassword(primaryId, password, { priority: "pickup" })
  if (works.kind !== "ok" || works.value) return true
  const again = await sendAgain(alma, primaryId, password)
  if (again === "not_theirs") return false
  return again === "sent" || pursuePassword(alma, primaryId, password, MOST_TIMES - 1)
}

/** `not_theirs`: the account isn't this person's, or isn't Internal any more. */
async function sendAgain(alma: AlmaClient, primaryId: string, password: string): Promise<"sent" | "not_sent" | "not_theirs"> {
  const read = await alma.getUser(primaryId, { priority: "pickup" })
  if (read.kind !== "ok") return "not_sent"
  const facts = readFacts(read.value)
  if (!samePrimaryId(facts.primaryId, primaryId) || facts.accountType !== "INTERNAL") return "not_theirs"
  const again = await alma.putUser(primaryId, passwordBody(read.value, password), {
    priority: "pickup",
    startWithinMs: START_WRITE_WITHIN_MS,
  })
  return again.kind === "ok" ? "sent" : "not_sent"
}
