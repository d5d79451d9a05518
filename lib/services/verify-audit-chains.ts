import { LANTERN_CHAIN, verifyAudit, type AuditVerification } from "@/lib/db/audit"
import { requireEverywhere } from "@/lib/auth/permissions"
import type { ServiceContext } from "./context"

export interface ChainReport extends AuditVerification {
  /** Institution's code, or “Lantern” for what belongs to none. */
  name: string
}

/** Recomputes every audit chain of this Lantern. */
export async function verifyAuditChains(ctx: ServiceContext): Promise<ChainReport[]> {
  requireEverywhere(ctx.actor, "audit.read")
  const institutions = await ctx.db.institution.findMany({ select: { id: true, code: true } })
  const names = new Map(institutions.map(({ id, code }) => [id, code]))
  const chains = await verifyAudit(ctx.db, ctx.keyring)
  // Each one's first entry is that it was added: without any, the whole chain was taken out.
  const gone = institutions.filter(({ id }) => !chains.some(({ chain }) => chain === id))
  const missing = gone.map(({ id }): AuditVerification => ({ chain: id, entries: 0, broken: { seq: 1, what: "this entry is missing" } }))
  return [...chains, ...missing].map((chain) => ({
    ...chain,
    name: chain.chain === LANTERN_CHAIN ? "Lantern" : (names.get(chain.chain) ?? chain.chain),
  }))
}
