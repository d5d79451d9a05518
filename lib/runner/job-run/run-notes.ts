import type { JobRun } from "@/lib/db/generated/client"

/** Alma's answer to the start named another set than ours: what its job works on isn't known. */
export const OTHER_SET = "Alma named another set for its job than Lantern's. Look in Alma at what the job changed."

/** The answer to the start was lost, and its set can't be deleted. */
export const SET_STAYS = "Alma's answer to the start was lost, and Alma does not let Lantern delete its set. Delete it in Alma."

/** That Alma named another set stays true whatever comes; any other note gives way to the newer one. */
export function keptNote(run: JobRun, newer: string | null): string | null {
  return run.note === OTHER_SET ? OTHER_SET : newer
}

/**
 * Why those whom the job left External go to a person at once: a second run could reset the password
 * of somebody whom the first still makes Internal, or change accounts that aren't ours. Null when one
 * repair run is harmless.
 */
export function whyNoRepair(run: JobRun): string | null {
  if (run.instanceStatus === "HUNG") return "Alma's job does not end and has not switched this account. Switch it by hand."
  if (run.note === OTHER_SET) return "Alma named another set for its job than Lantern's, and this account is still External. Switch it by hand."
  if (run.note === SET_STAYS) return "Alma never said whether its job started, and this account is still External. Switch it by hand."
  return null
}
