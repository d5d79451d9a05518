import { deleteDraft } from "@/lib/db/drafts"
import { findInstitution } from "@/lib/db/scope"
import type { ServiceContext } from "./context"
import { drafter } from "./save-draft"

/** Throws away what the person had filled in. */
export async function forgetDraft(ctx: ServiceContext, input: { institution: string }): Promise<void> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  await deleteDraft(ctx.db, { institutionId: institution.id, personId: drafter(ctx) })
}
