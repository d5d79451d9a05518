import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { storeRoster } from "@/lib/db/rosters"
import { findInstitution } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { rosterPerson, type RosterView } from "@/lib/domain/roster"
import { STAFF_LIMIT } from "@/lib/domain/staff-list"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"
import { rosterName } from "./roster-people"

export const saveRosterInput = z.object({
  institution: z.string(),
  name: rosterName,
  staff: z
    .array(rosterPerson)
    .min(1, "There is nobody on this list to be kept.")
    .max(STAFF_LIMIT, `A roster has at most ${STAFF_LIMIT} people.`),
})

/**
 * Keeps a list of staff under a name, for the day it is needed; one of the same name is replaced.
 * @throws AppError `input`
 */
export async function saveRoster(ctx: ServiceContext, raw: z.input<typeof saveRosterInput>): Promise<RosterView & { replaced: boolean }> {
  const input = parseInput(saveRosterInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const staff = [...new Map(input.staff.map((person) => [primaryIdKey(person.primaryId), person])).values()]
  const at = ctx.clock()
  const by = ctx.actor.name
  return ctx.db.$transaction(async (tx) => {
    const stored = await storeRoster(tx, { institutionId: institution.id, name: input.name, staff, source: { kind: "list" }, at, by })
    const detail = { name: input.name, people: staff.length, replaced: stored.replaced }
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "roster.saved", detail }])
    return { ...stored, name: input.name, people: staff.length, updatedAt: at.toISOString(), updatedBy: by, needLook: 0 }
  })
}
