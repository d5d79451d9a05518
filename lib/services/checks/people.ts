import { namesOf, ok, single, warn } from "./check"

const ID = "people"

/**
 * At least two who can declare in the page: a liaison or an admin, each with a second factor that is whole. Fewer is a
 * warning and no failure, since the operator can always declare with the command.
 */
export const peopleCheck = single(ID, async ({ ctx, institution }) => {
  const people = await ctx.db.person.findMany({
    where: {
      disabledAt: null,
      memberships: { some: { role: { in: ["liaison", "admin"] }, OR: [{ institutionId: institution.id }, { institutionId: null }] } },
    },
    select: { name: true, totpConfirmedAt: true, passkeys: { select: { id: true }, take: 1 } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  })
  const able = people.filter((person) => person.totpConfirmedAt !== null || person.passkeys.length > 0).map((person) => person.name)
  const others = people.filter((person) => !able.includes(person.name)).map((person) => person.name)
  if (able.length >= 2) return ok(ID, `${able.length} people can declare: ${namesOf(able)}.`)
  const found = able.length === 1 ? `Only ${able[0]} can declare.` : "Nobody has a second factor of their own yet: to declare, they need a sign-in link from the operator."
  const fix = others.length > 0
    ? `${namesOf(others)} ${others.length === 1 ? "has" : "have"} no second factor: send the sign-in link and set one up; it takes two minutes.`
    : "Add another liaison in Settings, so that an outage doesn't wait for one person."
  return warn(ID, found, fix)
})
