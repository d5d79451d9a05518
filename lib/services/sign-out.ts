import { sessionHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import type { ServiceContext } from "./context"
import { ownFrame } from "./person-chain"

/** Ends the session of this id at once, wherever its cookie still lies. One that is over already stays as it is. */
export async function signOut(ctx: ServiceContext, { sessionToken }: { sessionToken: string }): Promise<void> {
  const hash = sessionHash(sessionToken)
  await ctx.db.$transaction(async (tx) => {
    const ended = await tx.session.updateMany({ where: { hash, revokedAt: null }, data: { revokedAt: ctx.clock() } })
    if (ended.count !== 1) return
    const { person } = await tx.session.findUniqueOrThrow({
      where: { hash },
      select: { person: { select: { id: true, name: true, memberships: true } } },
    })
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.signed_out" }])
  })
}
