import { z } from "zod"
import { findInstitution } from "@/lib/db/scope"
import type { PreviewAccountView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import { judgeAccounts } from "./judge-accounts"
import { parseInput } from "./parse-input"
import { previewOf } from "./preview-accounts"

const MOST_AT_ONCE = 100

export const previewPortionInput = z.object({
  institution: z.string(),
  ids: z.array(z.string().min(1).max(255)).min(1).max(MOST_AT_ONCE),
})

/**
 * Reads some accounts of a list and says what would happen to each, in the order given. Small enough
 * that a person sees the whole list grow. Changes nothing.
 * @throws AppError `refused` when the key can't read users, `unavailable` when Alma can't be reached
 */
export async function previewPortion(ctx: ServiceContext, raw: z.input<typeof previewPortionInput>): Promise<PreviewAccountView[]> {
  const input = parseInput(previewPortionInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const entries = input.ids.map((primaryId) => ({ primaryId, duplicate: false }))
  return previewOf(await judgeAccounts(ctx, institution, entries, { keep: true })).accounts
}
