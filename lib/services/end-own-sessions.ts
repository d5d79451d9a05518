import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"

const endInput = z.object({
  /** Only this one of them; left out: every one, the present one too. */
  sessionId: z.uuid().optional(),
})

/** Ends the signed-in person's own sessions at once: signing out must never need a code. @throws AppError `not_found` */
export async function endOwnSessions(ctx: ServiceContext, raw: z.input<typeof endInput>): Promise<{ ended: number }> {
  const { sessionId } = parseInput(endInput, raw)
  const { actor } = ctx
  if (actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person has sessions.")
  return ctx.db.$transaction(async (tx) => {
    const person = await tx.person.findUniqueOrThrow({ where: { id: actor.personId }, include: { memberships: true } })
    const where = { personId: person.id, revokedAt: null, ...(sessionId && { id: sessionId }) }
    const { count: ended } = await tx.session.updateMany({ where, data: { revokedAt: ctx.clock() } })
    if (sessionId && ended === 0) throw new AppError("not_found", "You have no such session, or it is over already.")
    await appendAudit(tx, ownFrame(ctx, person), [{ action: sessionId ? "person.session_ended" : "person.signed_out_everywhere", detail: { ended } }])
    return { ended }
  })
}
