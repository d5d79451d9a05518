import { LANTERN_CHAIN } from "@/lib/db/audit"
import type { AuditFrame } from "@/lib/db/audit"
import type { Membership } from "@/lib/domain/actor"
import { auditFrame, type ServiceContext } from "./context"

/** The audit chain of what happens to a person: their institution's, or the whole Lantern's when they have several. */
export function personChain(memberships: Membership[]): string {
  const [only, ...others] = memberships
  return only?.institutionId && others.length === 0 ? only.institutionId : LANTERN_CHAIN
}

interface AuditedPerson {
  id: string
  name: string
  memberships: Membership[]
}

/** For what a person does before they are signed in: the entry names them, not whoever the page was shown to. */
export function ownFrame(ctx: ServiceContext, person: AuditedPerson): AuditFrame {
  return { ...auditFrame(ctx, personChain(person.memberships)), actor: { name: person.name, personId: person.id } }
}
