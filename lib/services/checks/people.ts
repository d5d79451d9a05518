import { factorsOf, isComplete, WITH_FACTORS, wayOf } from "@/lib/auth/factors"
import { namesOf, ok, single, warn } from "./check"

const ID = "people"

/**
 * At least two who can declare in the page: a liaison or an admin, each with a password and a second factor that is
 * whole. Campus sign-on in the place of the password counts for nothing: it is what is down. Fewer is a warning and no
 * failure, since the operator can always declare with the command.
 */
export const peopleCheck = single(ID, async ({ ctx, institution }) => {
  const people = await ctx.db.person.findMany({
    where: {
      disabledAt: null,
      memberships: { some: { role: { in: ["liaison", "admin"] }, OR: [{ institutionId: institution.id }, { institutionId: null }] } },
    },
    include: WITH_FACTORS,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  })
  const able = people.filter((person) => isComplete(factorsOf(person))).map((person) => person.name)
  const others = people.filter((person) => !isComplete(factorsOf(person)))
  if (able.length >= 2) return ok(ID, `${able.length} people can declare: ${namesOf(able)}.`)
  const found = able.length === 1 ? `Only ${able[0]} can declare.` : "Nobody has a password and a second factor of their own yet: to declare, they need a sign-in link from the operator."
  const fix = others.length > 0
    ? `${whoLacks(others)}: send the sign-in link and set it up; it takes two minutes.`
    : "Add another liaison in Settings, so that an outage doesn't wait for one person."
  return warn(ID, found, fix)
})

type Somebody = Parameters<typeof factorsOf>[0] & { name: string }

/** "Ben has no password; Cleo and Dana have no second factor" */
function whoLacks(people: Somebody[]): string {
  const groups = Map.groupBy(people, (person) => lacking(factorsOf(person)))
  return [...groups].map(([what, some]) => `${namesOf(some.map((person) => person.name))} ${some.length === 1 ? "has" : "have"} ${what}`).join("; ")
}

function lacking(factors: ReturnType<typeof factorsOf>): string {
  if (factors.hasPassword) return "no second factor"
  return wayOf(factors) === "link" ? "no password and no second factor" : "no password"
}
