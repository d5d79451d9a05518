import { z } from "zod"
import type { RequestOptions } from "@/lib/alma/alma-caller"
import type { AlmaClient } from "@/lib/alma/alma-client"
import type { AlmaSet, SetMember } from "@/lib/alma/sets"
import { findInstitution } from "@/lib/db/scope"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import type { RosterPerson } from "@/lib/domain/roster"
import { failureSentence } from "@/lib/domain/sentences"
import { shownText } from "@/lib/domain/shown-text"
import { STAFF_LIMIT } from "@/lib/domain/staff-list"
import type { ServiceContext } from "./context"
import { inParallel } from "./in-parallel"
import { parseInput } from "./parse-input"

export const readAlmaSetInput = z.object({
  institution: z.string(),
  name: z.string().trim().min(1, "Give the name of the set.").max(200, "A set's name in Alma is shorter than this."),
})

export interface AlmaSetView {
  id: string
  name: string
  people: RosterPerson[]
  /** Members whose Primary ID could not be found out. */
  leftOut: number
}

/**
 * The members of a user set of Alma, found by its exact name. Changes nothing.
 * @throws AppError `not_found`, `input` when it isn't a set of users or too large; `refused`, `unavailable`
 */
export async function readAlmaSet(ctx: ServiceContext, raw: z.input<typeof readAlmaSetInput>): Promise<AlmaSetView> {
  const input = parseInput(readAlmaSetInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const alma = ctx.almaFor(institution)
  const set = await findUserSet(alma, input.name)
  return { id: set.id, name: set.name, ...(await readMembers(alma, set)) }
}

/**
 * The people of a set. @throws AppError `unavailable`
 */
export async function readMembers(alma: AlmaClient, set: AlmaSet, options: RequestOptions = {}): Promise<Pick<AlmaSetView, "people" | "leftOut">> {
  const answer = await alma.setMembers(set.id, options)
  if (answer.kind !== "ok") throw new AppError("unavailable", `The set “${set.name}” could not be read. ${failureSentence(answer)}`)
  const found: (RosterPerson | null)[] = []
  await inParallel(answer.value, 16, async (member, at) => {
    found[at] = await personOf(alma, member, options)
  })
  const people = found.filter((person) => person !== null)
  return { people, leftOut: found.length - people.length }
}

/** Ids of sets are numbers; a set may be called by one all the same. */
const SET_ID = /^\d{6,}$/

/**
 * By its id, as Alma shows it in a set's address, or by its exact name.
 * @throws AppError `not_found`, `input` when it isn't a set of users or too large; `refused`, `unavailable`
 */
export async function findUserSet(alma: AlmaClient, idOrName: string, options: RequestOptions = {}): Promise<AlmaSet> {
  if (SET_ID.test(idOrName)) {
    const byId = await alma.getSet(idOrName, options)
    if (byId.kind === "ok") return requireUsers(byId.value)
  }
  const found = await alma.findSetByName(idOrName, options)
  if (found.kind === "unauthorized") {
    throw new AppError("refused", "The API key can't read sets: it needs the area Configuration, read.")
  }
  if (found.kind !== "ok") throw new AppError("unavailable", failureSentence(found))
  if (!found.value) throw new AppError("not_found", `Alma has no set named “${idOrName}”. Write it as it stands in Alma's Manage Sets, to the letter.`)
  return requireUsers(found.value)
}

function requireUsers(set: AlmaSet): AlmaSet {
  if (set.content !== "USER") throw new AppError("input", `“${set.name}” is not a set of users.`)
  if ((set.memberCount ?? 0) > STAFF_LIMIT) {
    throw new AppError("input", `“${set.name}” has ${set.memberCount} members; at most ${STAFF_LIMIT} can be taken at once.`)
  }
  return set
}

/**
 * Alma's member id and its link name the user; where the two differ, the user is read to learn the
 * Primary ID. Null when it can't be read.
 */
async function personOf(alma: AlmaClient, member: SetMember, options: RequestOptions): Promise<RosterPerson | null> {
  const { id, linkId, description } = member
  const known = id !== "" && linkId !== null && samePrimaryId(id, linkId)
  if (known) return { primaryId: linkId, name: shownText(description ?? "") || null }
  const user = await alma.getUser(linkId ?? id, options)
  if (user.kind !== "ok") return null
  const facts = readFacts(user.value)
  return { primaryId: facts.primaryId, name: facts.name || null }
}
