import { mergeDraft } from "@/lib/db/drafts"
import { findInstitution } from "@/lib/db/scope"
import { type DeclareDraft, declareDraft, DRAFT_LIMIT } from "@/lib/domain/declare-draft"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"

/**
 * Keeps the changed parts of a person's unfinished declaration, so that another device can go on.
 * @throws AppError `input` when it is larger than any list that can be declared
 */
export async function saveDraft(ctx: ServiceContext, input: { institution: string; change: Partial<DeclareDraft> }): Promise<void> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const change = parseInput(declareDraft.partial(), input.change)
  if (JSON.stringify(change).length > DRAFT_LIMIT) throw new AppError("input", "This is more than can be kept. Take a shorter list.")
  await mergeDraft(ctx.db, { institutionId: institution.id, personId: drafter(ctx) }, change, ctx.clock())
}

/** Whose draft it is. @throws AppError `refused` for who isn't a person */
export function drafter(ctx: ServiceContext): string {
  if (ctx.actor.kind === "person") return ctx.actor.personId
  throw new AppError("refused", "Only a person who is signed in has a draft.")
}
