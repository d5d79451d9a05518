import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { auditFrame, type ServiceContext } from "./context"
import { findPersonToVouchFor, requirePeopleManager } from "./find-person"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"

const endInput = z.object({ personId: z.uuid() })

/** Ends every session of another person at once. @throws AppError `not_found`, `not_allowed`, `step_up_required` */
export async function endSessionsOf(ctx: ServiceContext, raw: z.input<typeof endInput>): Promise<{ name: string; ended: number }> {
  requirePeopleManager(ctx)
  const which = parseInput(endInput, raw)
  return ctx.db.$transaction(async (tx) => {
    const person = await findPersonToVouchFor(ctx, tx, which)
    const open = { personId: person.id, revokedAt: null, expiresAt: { gt: ctx.clock() } }
    const { count: ended } = await tx.session.updateMany({ where: open, data: { revokedAt: ctx.clock() } })
    await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
      { action: "person.sessions_ended", detail: { person: person.name, email: person.email, ended } },
    ])
    return { name: person.name, ended }
  })
}
