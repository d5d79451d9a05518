import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { inTransaction } from "@/lib/db/in-transaction"
import { factsIn, lockNames, lockRoster, rosterNamed, staffOf } from "@/lib/db/rosters"
import { findRoster } from "@/lib/db/scope"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { eachOnce, factsOf, type RosterPerson } from "@/lib/domain/roster"
import { STAFF_LIMIT } from "@/lib/domain/staff-list"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { nameTaken } from "./create-roster"
import { parseInput } from "./parse-input"
import { gatherRosterPeople, rosterName, rosterPeopleInput } from "./roster-people"

const GONE = "This roster was deleted meanwhile. Nothing was changed."

export const addToRosterInput = z.object({ rosterId: z.string(), ...rosterPeopleInput.pick({ staff: true, texts: true }).shape })

/** Puts people on a roster; who stands on it already stays where they are. @throws AppError `input`, `not_found` */
export async function addToRoster(ctx: ServiceContext, raw: z.input<typeof addToRosterInput>): Promise<{ added: number; people: number }> {
  const input = parseInput(addToRosterInput, raw)
  const { institution } = await findRoster(ctx.db, ctx.actor, input.rosterId, "outage.declare")
  const { staff } = await gatherRosterPeople(ctx, institution, { staff: input.staff, texts: input.texts })
  return changeStaff(ctx, input.rosterId, (now) => eachOnce([...now, ...staff]))
}

export const takeOffRosterInput = z.object({
  rosterId: z.string(),
  primaryIds: z.array(z.string().max(255)).min(1, "Choose who is taken off.").max(STAFF_LIMIT),
})

/** Takes people off a roster; the last one stays, for an empty roster is deleted by its name. @throws AppError `refused`, `not_found` */
export async function takeOffRoster(ctx: ServiceContext, raw: z.input<typeof takeOffRosterInput>): Promise<{ removed: number; people: number }> {
  const input = parseInput(takeOffRosterInput, raw)
  await findRoster(ctx.db, ctx.actor, input.rosterId, "outage.declare")
  const off = new Set(input.primaryIds.map(primaryIdKey))
  const { added, people } = await changeStaff(ctx, input.rosterId, (now) => {
    const left = now.filter((person) => !off.has(primaryIdKey(person.primaryId)))
    if (left.length === 0) throw new AppError("refused", "That would leave nobody on this roster. Delete the roster instead. Nothing was changed.")
    return left
  })
  return { removed: -added, people }
}

async function changeStaff(ctx: ServiceContext, id: string, change: (staff: RosterPerson[]) => RosterPerson[]): Promise<{ added: number; people: number }> {
  return inTransaction(ctx.db, async (tx) => {
    const row = await lockRoster(tx, id)
    if (!row) throw new AppError("not_found", GONE)
    const before = staffOf(row)
    const staff = change(before)
    if (staff.length > STAFF_LIMIT) throw new AppError("input", `A roster has at most ${STAFF_LIMIT} people; it would have ${staff.length}. Nothing was changed.`)
    await tx.roster.update({ where: { id }, data: { staff, facts: factsOf(staff, factsIn(row)), updatedAt: ctx.clock(), updatedBy: ctx.actor.name } })
    const added = staff.length - before.length
    const detail = { name: row.name, ...(added < 0 ? { removed: -added } : { added }), people: staff.length }
    await appendAudit(tx, auditFrame(ctx, row.institutionId), [{ action: "roster.changed", detail }])
    return { added, people: staff.length }
  })
}

export const renameRosterInput = z.object({ rosterId: z.string(), name: rosterName })

/** @throws AppError `refused` when the name is taken, in any case; `not_found` */
export async function renameRoster(ctx: ServiceContext, raw: z.input<typeof renameRosterInput>): Promise<{ name: string }> {
  const { rosterId, name } = parseInput(renameRosterInput, raw)
  const { institutionId } = await findRoster(ctx.db, ctx.actor, rosterId, "outage.declare")
  return inTransaction(ctx.db, async (tx) => {
    await lockNames(tx, institutionId)
    const row = await lockRoster(tx, rosterId)
    if (!row) throw new AppError("not_found", GONE)
    const other = await rosterNamed(tx, institutionId, name)
    if (other && other.id !== rosterId) throw nameTaken(other.name)
    await tx.roster.update({ where: { id: rosterId }, data: { name, updatedAt: ctx.clock(), updatedBy: ctx.actor.name } })
    await appendAudit(tx, auditFrame(ctx, institutionId), [{ action: "roster.renamed", detail: { from: row.name, to: name } }])
    return { name }
  })
}

export const deleteRosterInput = z.object({ rosterId: z.string() })

/** Deletes a roster and its history. Nobody's account changes, and no outage that used it. @throws AppError `not_found` */
export async function deleteRoster(ctx: ServiceContext, raw: z.input<typeof deleteRosterInput>): Promise<{ name: string }> {
  const { rosterId } = parseInput(deleteRosterInput, raw)
  await findRoster(ctx.db, ctx.actor, rosterId, "outage.declare")
  return inTransaction(ctx.db, async (tx) => {
    const row = await lockRoster(tx, rosterId)
    if (!row) throw new AppError("not_found", GONE)
    await tx.roster.delete({ where: { id: rosterId } })
    await appendAudit(tx, auditFrame(ctx, row.institutionId), [{ action: "roster.deleted", detail: { name: row.name, people: staffOf(row).length } }])
    return { name: row.name }
  })
}
