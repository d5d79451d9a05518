import { factorsOf, isComplete, WITH_FACTORS } from "@/lib/auth/factors"
import type { Tx } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"

/** One change of people's roles at a time: two admins who take each other's role must not leave none. Call it first. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('people', 0))`
}

/**
 * What `change` does to somebody's roles, unless then nobody could manage the people of a place any more: nobody at
 * all, or nobody who can sign in by themselves where somebody could. `null`: the whole Lantern, and each institution.
 * @throws AppError `refused`, and the transaction changes nothing
 */
export async function keepAManager(tx: Tx, places: (string | null)[], change: () => Promise<unknown>): Promise<void> {
  const all = places.includes(null) ? await tx.institution.findMany({ select: { id: true } }) : []
  const looked = [...new Set([...places, ...all.map(({ id }) => id)])]
  const before = await Promise.all(looked.map((place) => managersOf(tx, place)))
  await change()
  for (const [at, place] of looked.entries()) {
    const after = await managersOf(tx, place)
    const lost = (before[at]!.all > 0 && after.all === 0) || (before[at]!.able > 0 && after.able === 0)
    if (lost) throw new AppError("refused", LAST)
  }
}

const LAST = "Then nobody who can sign in could manage the people here any more. Make somebody else an admin first; nothing was changed."

/** Admins of a place who aren't disabled, and those of them who get in without a link. */
async function managersOf(tx: Tx, institutionId: string | null): Promise<{ all: number; able: number }> {
  const where = institutionId === null ? { institutionId: null } : { OR: [{ institutionId }, { institutionId: null }] }
  const people = await tx.person.findMany({
    where: { disabledAt: null, memberships: { some: { role: "admin", ...where } } },
    include: WITH_FACTORS,
  })
  return { all: people.length, able: people.filter((person) => isComplete(factorsOf(person))).length }
}
