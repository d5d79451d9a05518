import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { packRole } from "@/lib/domain/named-user"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { parseInput } from "./parse-input"
import { readAlmaRoles } from "./read-role-names"

export const setNamedUserRulesInput = z.object({
  institution: z.string(),
  /** How many Named Users it may have; null where nobody says. Left out: as it was. */
  allowance: z.number().int("Give a whole number.").min(1, "An allowance is at least 1.").max(1_000_000, "Nobody has as many Named Users.").nullable().optional(),
  /** Ids of the roles that don't count, of those that Alma has now; null for CARLI's list. Left out: as they were. */
  notCounted: z.array(z.string().max(20)).max(1_000).nullable().optional(),
})

/**
 * Sets what an institution's Named Users are counted by and against. The next count goes by it.
 * @throws AppError `input`; `refused`, `unavailable` when Alma's roles can't be read; StepUpRequired
 */
export async function setNamedUserRules(ctx: ServiceContext, raw: z.input<typeof setNamedUserRulesInput>): Promise<void> {
  const { institution: code, allowance, notCounted } = parseInput(setNamedUserRulesInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.manage")
  requireStepUp(ctx)
  const rolesNotCounted = notCounted === undefined ? undefined : notCounted === null ? [] : await packed(ctx, institution.id, notCounted)
  const data = { ...(allowance !== undefined && { namedUserAllowance: allowance }), ...(rolesNotCounted && { rolesNotCounted }) }
  if (Object.keys(data).length === 0) throw new AppError("input", "Say what to change. Nothing was changed.")
  await ctx.db.$transaction(async (tx) => {
    await tx.institution.update({ where: { id: institution.id }, data })
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "named_users.rules_changed", detail: data }])
  })
}

/** With the names they have now, by which a later renaming is noticed. */
async function packed(ctx: ServiceContext, institution: string, codes: string[]): Promise<string[]> {
  const roles = await readAlmaRoles(ctx, { institution })
  const chosen = roles.filter((role) => codes.includes(role.code))
  if (chosen.length === 0) throw new AppError("input", "Choose at least one role that doesn't count, such as Patron. Nothing was changed.")
  return chosen.map(packRole)
}
