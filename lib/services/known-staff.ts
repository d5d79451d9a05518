import type { Institution } from "@/lib/db/generated/client"
import { primaryIdKey, readFacts } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import type { RosterPerson } from "@/lib/domain/roster"
import { staffNames } from "@/lib/db/enrolments"
import type { ServiceContext } from "./context"
import { inParallel } from "./in-parallel"

/**
 * These people as the institution knows them: from its rosters and enrolments, else as Alma spells them, who takes
 * any identifier for a person.
 * @throws AppError `input` for who isn't known to Alma; `unavailable` where Alma doesn't say
 */
export async function knownStaff(ctx: ServiceContext, institution: Institution, ids: string[]): Promise<RosterPerson[]> {
  const names = await staffNames(ctx.db, institution.id)
  const people: RosterPerson[] = []
  await inParallel(ids, 4, async (id, at) => {
    const known = names.get(primaryIdKey(id))
    if (known) {
      people[at] = known
      return
    }
    const answer = await ctx.almaFor(institution).getUser(id)
    if (answer.kind === "not_found") throw new AppError("input", `${id} is not known to Alma. Nothing was changed.`)
    if (answer.kind !== "ok") throw new AppError("unavailable", `Alma did not say who ${id} is. Nothing was changed: try again.`)
    const { primaryId, name } = readFacts(answer.value)
    people[at] = { primaryId, name: name || null }
  })
  return people
}
