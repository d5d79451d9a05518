import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { failureSentence } from "@/lib/domain/sentences"
import type { ServiceContext } from "./context"

const LIMIT = 20

/**
 * People whose name, mail or id holds these words, as Alma finds them, at most 20. Changes nothing.
 * @throws AppError `unavailable` with what Alma said
 */
export async function searchStaff(
  ctx: ServiceContext,
  input: { institution: string; text: string },
): Promise<{ primaryId: string; name: string | null }[]> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const text = input.text.trim().slice(0, 100)
  if (text.length < 2) return []
  const answer = await ctx.almaFor(institution).searchUsers({ text, limit: LIMIT })
  if (answer.kind !== "ok") throw new AppError("unavailable", failureSentence(answer))
  return answer.value.users.map(({ primaryId, name }) => ({ primaryId, name: name || null }))
}
