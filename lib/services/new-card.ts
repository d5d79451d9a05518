import type { HandOut } from "@/lib/db/journal"
import { makeCode } from "@/lib/domain/pickup-code"
import type { ServiceContext } from "./context"
import { codeHash, randomByte } from "./issue-codes"

/** A card's code is no slip's, whatever its characters: the purpose is part of what is hashed. */
export function cardHash(ctx: Pick<ServiceContext, "keyring">, code: string): string {
  return codeHash(ctx.keyring, `card\n${code}`)
}

/** The card in the place of the one that is used up now: what is kept of it, and what one answer shows. */
export function newCard(
  ctx: Pick<ServiceContext, "keyring" | "settings">,
  used: { id: string; enrolmentId: string },
): { kept: NonNullable<HandOut["card"]>; shown: { code: string; pickupUrl: string } } {
  const code = makeCode("card", randomByte)
  return { kept: { usedId: used.id, enrolmentId: used.enrolmentId, hash: cardHash(ctx, code) }, shown: { code, pickupUrl: `${ctx.settings.publicUrl}/pickup` } }
}
