import { z } from "zod"
import { revokeSessions } from "@/lib/auth/sessions"
import { appendAudit } from "@/lib/db/audit"
import { ROLES } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { emailInput } from "./add-person"
import { auditFrame, type ServiceContext } from "./context"
import { findPersonInReach, requirePeopleManager } from "./find-person"
import { keepAManager, lockPeople } from "./keep-a-manager"
import { mailLentAccounts, noteLentAccounts } from "./note-lent-accounts"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"
import { tellPerson } from "./tell-person"
import { mayManagePeople } from "./vouch"

const changeInput = z.object({
  person: z.union([z.object({ personId: z.uuid() }), z.object({ email: emailInput })]),
  /** The institution's code; null: the role in every institution. */
  institutionCode: z.string().trim().toUpperCase().min(1).max(20).nullable(),
  /** `null` takes the role there away. */
  role: z.enum(ROLES, `The role must be one of: ${ROLES.join(", ")}.`).nullable(),
})

/**
 * Changes what a person may do in one place, and ends their sessions at once.
 * @throws AppError `refused` when nobody could manage people any more; `not_found`, `not_allowed`, `step_up_required`
 */
export async function changeRole(ctx: ServiceContext, raw: z.input<typeof changeInput>): Promise<{ name: string }> {
  requirePeopleManager(ctx)
  const { person: which, institutionCode, role } = parseInput(changeInput, raw)
  const { name, lent } = await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx)
    const person = await findPersonInReach(ctx, tx, which)
    const membership = person.memberships.find((one) => (one.institution?.code ?? null) === institutionCode)
    if (!membership || !mayManagePeople(ctx, membership.institutionId)) {
      throw new AppError("not_found", `${person.name} has no role there that you could change.`)
    }
    if (membership.role === role) throw new AppError("refused", `${person.name} has this role already. Nothing was changed.`)
    const where = membership.institution?.name ?? "every institution"
    await keepAManager(tx, [membership.institutionId], () => role === null
      ? tx.membership.delete({ where: { id: membership.id } })
      : tx.membership.update({ where: { id: membership.id }, data: { role } }))
    const at = ctx.clock()
    await revokeSessions(tx, person.id, null, at)
    await tellPerson(tx, person.id, "role_changed", role === null ? `Your role in ${where} was taken away by ${ctx.actor.name}.` : `You are ${role} of ${where} now; ${ctx.actor.name} changed it.`, at)
    await appendAudit(tx, auditFrame(ctx, personChain([membership])), [
      { action: "person.role_changed", detail: { person: person.name, email: person.email, institution: institutionCode ?? "all", from: membership.role, to: role } },
    ])
    return { name: person.name, lent: await noteLentAccounts(tx, person, at) }
  })
  await mailLentAccounts(ctx, lent)
  return { name }
}
