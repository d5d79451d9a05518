import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { liaisonsOf } from "@/lib/db/liaisons"
import { findOutage } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"
import { refuseClosed } from "./refuse-ended"

const handOverInput = z.object({ outageId: z.string(), personId: z.uuid("There is no such person.") })

/**
 * From now on this person sees to the outage: oneself ("take over") or a colleague. It gives no rights and
 * takes none; it says whom to ask.
 * @throws AppError `refused` when the outage is closed, or the person is no liaison or admin there
 */
export async function handOverOutage(ctx: ServiceContext, raw: z.input<typeof handOverInput>): Promise<void> {
  const input = parseInput(handOverInput, raw)
  const outage = await findOutage(ctx.db, ctx.actor, input.outageId, "outage.change")
  await ctx.db.$transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<{ state: string; ownerId: string | null; owner: string | null }[]>`
      select "state"::text, "ownerId"::text, "owner" from "Outage" where "id" = ${outage.id}::uuid for update`
    refuseClosed(locked!.state)
    const next = (await liaisonsOf(tx, outage.institutionId)).find((liaison) => liaison.personId === input.personId)
    if (!next) throw new AppError("refused", "Only a liaison or an admin of this institution can see to its outages. Nothing was changed.")
    if (locked!.ownerId === next.personId) return
    await tx.outage.update({ where: { id: outage.id }, data: { owner: next.name, ownerId: next.personId } })
    const own = ctx.actor.kind === "person" && ctx.actor.personId === next.personId
    await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
      { action: own ? "outage.taken_over" : "outage.handed_over", outageId: outage.id, detail: { from: locked!.owner, to: next.name } },
    ])
  })
}
