import { z } from "zod"
import { newestPeople } from "@/lib/db/named-users"
import type { Institution } from "@/lib/db/generated/client"
import { AppError } from "@/lib/domain/errors"
import { withoutGuard } from "@/lib/domain/csv"
import { mergeStaff } from "@/lib/domain/merge-staff"
import { eachOnce, type RosterPerson, rosterPerson, type RosterSource } from "@/lib/domain/roster"
import { STAFF_LIMIT } from "@/lib/domain/staff-list"
import type { ServiceContext } from "./context"
import { findUserSet, readMembers } from "./read-alma-set"

/** Who comes onto a roster: picked, out of texts, out of a set of Alma, Named Users of libraries. */
export const rosterPeopleInput = z.object({
  staff: z.array(rosterPerson).max(STAFF_LIMIT, `A roster has at most ${STAFF_LIMIT} people.`).default([]),
  /** Pasted lists and files, each as it is. */
  texts: z.array(z.string().max(5_000_000, "A list of Primary IDs is much smaller than this. Nothing was saved.")).max(20).default([]),
  /** Id or exact name of a user set of Alma. */
  set: z.string().trim().max(200).optional(),
  /** Codes of libraries; empty for everyone of the newest count of Named Users. */
  libraries: z.array(z.string().max(100)).max(500).optional(),
})
export type RosterPeopleInput = z.output<typeof rosterPeopleInput>

export const rosterName = z
  .string()
  .trim()
  .min(1, "Give the roster a name, such as Circulation desk.")
  .max(100, "The name may have at most 100 characters.")

/**
 * The people that this input names, each once, and the source that can be read anew. Reads Alma for a set.
 * @throws AppError `input`, `not_found`, `refused`, `unavailable`
 */
export async function gatherRosterPeople(ctx: ServiceContext, institution: Institution, input: RosterPeopleInput): Promise<{ staff: RosterPerson[]; source: RosterSource }> {
  if (input.set && input.libraries) throw new AppError("input", "A roster is kept up to date from a set or from Named Users, not from both. Nothing was saved.")
  const texts = input.texts.filter((text) => text.trim() !== "").map(unguarded)
  const listed = texts.length === 0 ? [] : mergeStaff([], texts).filter((one) => one.repeated === null).map(({ primaryId }) => ({ primaryId, name: null }))
  const known = await sourcePeople(ctx, institution, input)
  const staff = eachOnce([...input.staff, ...known.people, ...listed])
  if (staff.length === 0) throw new AppError("input", "There is nobody on this list to be kept.")
  if (staff.length > STAFF_LIMIT) throw new AppError("input", `A roster has at most ${STAFF_LIMIT} people; these are ${staff.length}.`)
  return { staff, source: known.source }
}

async function sourcePeople(ctx: ServiceContext, institution: Institution, { set: name, libraries }: RosterPeopleInput): Promise<{ people: RosterPerson[]; source: RosterSource }> {
  if (name) {
    const alma = ctx.almaFor(institution)
    const set = await findUserSet(alma, name)
    const { people } = await readMembers(alma, set)
    return { people, source: { kind: "set", id: set.id, name: set.name } }
  }
  if (libraries) {
    const people = await readNamedUsersOf(ctx, institution.id, libraries)
    if (people === null) throw new AppError("refused", "Named Users were not counted yet. Count them first, then make a roster of them.")
    if (people.length === 0) throw new AppError("input", "The newest count has no Named Users of these libraries.")
    return { people, source: { kind: "named_users", libraries } }
  }
  return { people: [], source: { kind: "list" } }
}

/** Named Users of the newest count of the whole institution whose roles are for one of these; null without a count. */
export async function readNamedUsersOf(ctx: ServiceContext, institutionId: string, libraries: string[]): Promise<RosterPerson[] | null> {
  const newest = await newestPeople(ctx.db, institutionId, "everyone")
  if (!newest) return null
  const wanted = new Set(libraries)
  return newest.people
    .filter((person) => wanted.size === 0 || person.libraries.some((library) => wanted.has(library.code)))
    .map(({ primaryId, name }) => ({ primaryId, name }))
}

/** Lines of a list that was exported here begin with an apostrophe where a spreadsheet would see a formula. */
function unguarded(text: string): string {
  return text.split("\n").map((line) => withoutGuard(line)).join("\n")
}
