import { requireEverywhere } from "@/lib/auth/permissions"
import { type Membership, requirePermission } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/**
 * Whether the actor may act on a whole person: make a link that is them, disable them, end their sessions. An admin
 * may only for people they could do everything as.
 */
export function mayVouchFor(ctx: Pick<ServiceContext, "actor">, memberships: Membership[]): boolean {
  if (memberships.length === 0) return ctx.actor.kind === "operator"
  return memberships.every(({ institutionId }) => mayManagePeople(ctx, institutionId))
}

/** `null`: in every institution of this Lantern. */
export function mayManagePeople({ actor }: Pick<ServiceContext, "actor">, institutionId: string | null): boolean {
  try {
    if (institutionId === null) requireEverywhere(actor, "people.manage")
    else requirePermission(actor, "people.manage", institutionId)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
