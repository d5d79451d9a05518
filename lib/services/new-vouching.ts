import type { Hold } from "@/lib/db/generated/client"
import type { HandOut } from "@/lib/db/journal"
import { makeCode, VOUCHING_LIFE_SECONDS } from "@/lib/domain/pickup-code"
import type { VouchingView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import { codeHash, randomByte } from "./issue-codes"

/** A vouching code opens nothing at a pick-up: the purpose is part of what is hashed. */
export function vouchingHash(ctx: Pick<ServiceContext, "keyring">, code: string): string {
  return codeHash(ctx.keyring, `vouching\n${code}`)
}

/**
 * For somebody whom a liaison named beforehand to vouch: the code that their pick-up shows beside the password,
 * and what is kept of it. Null for everybody else.
 */
export async function newVouching(
  ctx: ServiceContext,
  hold: Pick<Hold, "outageId" | "institutionId" | "primaryIdKey">,
): Promise<{ kept: NonNullable<HandOut["vouching"]>; shown: VouchingView } | null> {
  const { institutionId, outageId } = hold
  const pairs = await ctx.db.voucherPair.findMany({ where: { institutionId, voucherKey: hold.primaryIdKey }, select: { forKey: true } })
  if (pairs.length === 0) return null
  const known = await ctx.db.hold.findMany({
    where: { outageId, primaryIdKey: { in: pairs.map((pair) => pair.forKey) } },
    select: { name: true },
    orderBy: { name: "asc" },
  })
  const code = makeCode("live", randomByte)
  const expiresAt = new Date(ctx.clock().getTime() + VOUCHING_LIFE_SECONDS * 1000)
  const names = known.flatMap(({ name }) => name ?? [])
  return { kept: { hash: vouchingHash(ctx, code), expiresAt }, shown: { code, expiresAt: expiresAt.toISOString(), for: names, others: pairs.length - names.length } }
}
