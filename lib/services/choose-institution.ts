import { z } from "zod"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"

const chooseInput = z.object({ sessionId: z.uuid(), institution: z.string("Say which institution.").max(100) })

/**
 * From now on the pages of this session are of this institution, one of the person's own. It changes what they look at
 * and nothing that anybody else sees, so the audit doesn't tell it.
 * @throws AppError `not_found` for an institution that isn't theirs, `not_allowed` once the session is over
 */
export async function chooseInstitution(ctx: ServiceContext, raw: z.input<typeof chooseInput>): Promise<{ name: string }> {
  const { sessionId, institution: which } = parseInput(chooseInput, raw)
  const { actor } = ctx
  if (actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person looks at an institution.")
  const { id, name } = await findInstitution(ctx.db, actor, which, "institution.read")
  const { count } = await ctx.db.session.updateMany({
    where: { id: sessionId, personId: actor.personId, revokedAt: null, expiresAt: { gt: ctx.clock() } },
    data: { institutionId: id },
  })
  if (count === 0) throw new AppError("not_allowed", "You are signed out. Sign in again.")
  return { name }
}
