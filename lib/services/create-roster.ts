import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { lockNames, rosterNamed, storeRoster } from "@/lib/db/rosters"
import { findInstitution } from "@/lib/db/scope"
import type { Db, Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import { inTransaction } from "@/lib/db/in-transaction"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"
import { gatherRosterPeople, rosterName, rosterPeopleInput } from "./roster-people"

export const createRosterInput = z.object({
  institution: z.string(),
  name: rosterName,
  ...rosterPeopleInput.shape,
  /** Takes the place of a roster of this name; else such a name is refused. */
  replace: z.boolean().default(false),
})

/**
 * Makes a roster out of people who were found, listed, in a set of Alma, or Named Users. Changes nothing in Alma.
 * @throws AppError `input`; `refused` when the name is taken, in any case; `not_found`, `unavailable` for a set
 */
export async function createRoster(ctx: ServiceContext, raw: z.input<typeof createRosterInput>): Promise<{ id: string; name: string; people: number; replaced: boolean }> {
  const input = parseInput(createRosterInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  if (!input.replace) await refuseTaken(ctx.db, institution.id, input.name)
  const { staff, source } = await gatherRosterPeople(ctx, institution, input)
  const at = ctx.clock()
  return inTransaction(ctx.db, async (tx) => {
    if (!input.replace) {
      await lockNames(tx, institution.id)
      await refuseTaken(tx, institution.id, input.name)
    }
    const { id, replaced } = await storeRoster(tx, { institutionId: institution.id, name: input.name, staff, source, at, by: ctx.actor.name })
    const detail = { name: input.name, people: staff.length, replaced, source: source.kind }
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "roster.saved", detail }])
    return { id, name: input.name, people: staff.length, replaced }
  })
}

async function refuseTaken(db: Db | Tx, institutionId: string, name: string): Promise<void> {
  const known = await rosterNamed(db, institutionId, name)
  if (known) throw nameTaken(known.name)
}

export function nameTaken(name: string): AppError {
  return new AppError("refused", `There is a roster “${name}” already. Give this one another name; capitals make no difference. Nothing was saved.`)
}
