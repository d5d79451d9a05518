import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import type { Institution } from "@/lib/db/generated/client"
import { countSourceOf } from "@/lib/db/named-users"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { rosterNamed, staffOf } from "@/lib/db/rosters"
import { findInstitution, findNamedUserCount, findRoster } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { type CountSource, FIRST_CURSOR, sourceKey, sourceWords } from "@/lib/domain/named-user-count"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"
import { findUserSet, readMembers } from "./read-alma-set"

export const startNamedUserCountInput = z.object({
  institution: z.string(),
  source: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("everyone") }),
    /** Id or exact name of a user set of Alma. */
    z.object({ kind: z.literal("set"), set: z.string().trim().min(1, "Give the name of the set.").max(200) }),
    /** Id or name of a roster. */
    z.object({ kind: z.literal("roster"), roster: z.string().trim().min(1, "Choose a roster.").max(100) }),
  ]),
})

/**
 * Begins to count Named Users; `continueNamedUserCount` reads. Two who begin at once begin one. Changes nothing in Alma.
 * @throws AppError `refused` while another source is being counted; what `findUserSet` throws; `not_found`
 */
export async function startNamedUserCount(ctx: ServiceContext, raw: z.input<typeof startNamedUserCountInput>): Promise<{ id: string; began: boolean }> {
  const input = parseInput(startNamedUserCountInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const source = await countSourceFor(ctx, institution, input.source)
  const running = await joinRunning(ctx, institution.id, source)
  if (running) return running
  try {
    return await ctx.db.$transaction(async (tx) => {
      const data = { institutionId: institution.id, state: "running", source, cursor: FIRST_CURSOR, startedAt: ctx.clock(), startedBy: ctx.actor.name, notes: [] }
      const { id } = await tx.namedUserCount.create({ data })
      await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "named_users.count_started", detail: { source: sourceWords(source) } }])
      return { id, began: true }
    })
  } catch (error) {
    const meanwhile = isUniqueViolation(error) ? await joinRunning(ctx, institution.id, source) : null
    if (!meanwhile) throw error
    return meanwhile
  }
}

async function joinRunning(ctx: ServiceContext, institutionId: string, source: CountSource): Promise<{ id: string; began: boolean } | null> {
  const running = await ctx.db.namedUserCount.findFirst({ where: { institutionId, state: "running" } })
  if (!running) return null
  const other = countSourceOf(running)
  if (sourceKey(other) === sourceKey(source)) return { id: running.id, began: false }
  throw new AppError("refused", `Named Users of ${sourceWords(other)} are being counted now. Stop that first, or wait until it is done.`)
}

/** The source with its ids as they are now. @throws what `findUserSet` and `rosterByIdOrName` throw */
export async function countSourceFor(ctx: ServiceContext, institution: Institution, source: z.output<typeof startNamedUserCountInput>["source"]): Promise<CountSource> {
  switch (source.kind) {
    case "everyone":
      return { kind: "everyone" }
    case "set": {
      const alma = ctx.almaFor(institution)
      const set = await findUserSet(alma, source.set)
      const { people } = await readMembers(alma, set)
      return { kind: "set", id: set.id, name: set.name, ids: people.map((person) => person.primaryId) }
    }
    case "roster": {
      const roster = await rosterByIdOrName(ctx, institution, source.roster)
      return { kind: "roster", id: roster.id, name: roster.name, ids: staffOf(roster).map((person) => person.primaryId) }
    }
  }
}

/** @throws AppError `not_found` */
export async function rosterByIdOrName(ctx: ServiceContext, institution: Institution, idOrName: string) {
  const named = await rosterNamed(ctx.db, institution.id, idOrName)
  const roster = named ?? (await findRoster(ctx.db, ctx.actor, idOrName, "institution.read").catch(noSuchRoster(idOrName)))
  if (roster.institutionId !== institution.id) throw noSuchRoster(idOrName)(null)
  return roster
}

function noSuchRoster(idOrName: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof AppError && error.code !== "not_found") throw error
    throw new AppError("not_found", `There is no roster “${idOrName.slice(0, 100)}”.`)
  }
}

export const namedUserCountInput = z.object({ countId: z.string() })

/** Stops a running count; what was read is kept, so that it can be gone on with. @throws AppError `not_found`, `refused` */
export async function stopNamedUserCount(ctx: ServiceContext, raw: z.input<typeof namedUserCountInput>): Promise<void> {
  const { countId } = parseInput(namedUserCountInput, raw)
  const count = await findNamedUserCount(ctx.db, ctx.actor, countId, "outage.declare")
  await ctx.db.$transaction(async (tx) => {
    const { count: stopped } = await tx.namedUserCount.updateMany({ where: { id: countId, state: "running" }, data: { state: "stopped", leaseUntil: null, problem: null } })
    if (stopped === 0) throw new AppError("refused", "This count is over already.")
    await appendAudit(tx, auditFrame(ctx, count.institutionId), [{ action: "named_users.count_stopped", detail: { read: count.read } }])
  })
}

const STALE_MS = 24 * 3_600_000

/** Goes on with a stopped or failed count where it stood. @throws AppError `not_found`; `refused` when it is too old or another runs */
export async function resumeNamedUserCount(ctx: ServiceContext, raw: z.input<typeof namedUserCountInput>): Promise<void> {
  const { countId } = parseInput(namedUserCountInput, raw)
  const count = await findNamedUserCount(ctx.db, ctx.actor, countId, "outage.declare")
  const tooOld = count.startedAt.getTime() < ctx.clock().getTime() - STALE_MS
  if (tooOld) throw new AppError("refused", "This count was begun more than a day ago, and what it read may not be true any more. Count anew.")
  try {
    await ctx.db.$transaction(async (tx) => {
      const where = { id: countId, state: { in: ["stopped", "failed"] } }
      const { count: resumed } = await tx.namedUserCount.updateMany({ where, data: { state: "running", leaseUntil: null, problem: null } })
      if (resumed === 0) throw new AppError("refused", "This count goes on already, or is done.")
      await appendAudit(tx, auditFrame(ctx, count.institutionId), [{ action: "named_users.count_resumed", detail: { read: count.read } }])
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError("refused", "Another count goes on now. Stop that first, or wait until it is done.")
  }
}
