import { z } from "zod"
import { readRosterStaff } from "@/lib/db/rosters"
import { findInstitution } from "@/lib/db/scope"
import { type ListedStaff, mergeStaff } from "@/lib/domain/merge-staff"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"

export const gatherStaffInput = z.object({
  institution: z.string(),
  picked: z.array(z.string()),
  /** Ids of rosters; one that was removed meanwhile adds nobody. */
  rosters: z.array(z.uuid()),
  texts: z.array(z.string()),
})

/**
 * One list out of everything that was chosen. Reads nothing in Alma and changes nothing.
 * @throws AppError `input`, saying what is wrong with which list
 */
export async function gatherStaff(ctx: ServiceContext, raw: z.input<typeof gatherStaffInput>): Promise<ListedStaff[]> {
  const input = parseInput(gatherStaffInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const rosters = await readRosterStaff(ctx.db, institution.id, input.rosters)
  const people = rosters.map((roster) => roster.map((person) => person.primaryId))
  return mergeStaff([...people, input.picked], input.texts)
}
