import { z } from "zod"
import { revokeSessions } from "@/lib/auth/sessions"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { emailInput } from "./add-person"
import { auditFrame, type ServiceContext } from "./context"
import { findPersonToVouchFor, requirePeopleManager } from "./find-person"
import { keepAManager, lockPeople } from "./keep-a-manager"
import { mailLentAccounts, noteLentAccounts } from "./note-lent-accounts"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"

const disableInput = z.object({
  person: z.union([z.object({ personId: z.uuid() }), z.object({ email: emailInput })]),
  disabled: z.boolean(),
})

/**
 * Disables a person, whose sessions, links and begun sign-ins end at once, or lets them in again. Their name stays on
 * what they did.
 * @throws AppError `refused` when nobody could manage people any more; `not_found`, `not_allowed`, `step_up_required`
 */
export async function setPersonDisabled(ctx: ServiceContext, raw: z.input<typeof disableInput>): Promise<{ name: string }> {
  requirePeopleManager(ctx)
  const { person: which, disabled } = parseInput(disableInput, raw)
  const { name, lent } = await ctx.db.$transaction(async (tx) => {
    await lockPeople(tx)
    const person = await findPersonToVouchFor(ctx, tx, which)
    if ((person.disabledAt !== null) === disabled) {
      throw new AppError("refused", `${person.name}'s account is ${disabled ? "disabled" : "enabled"} already. Nothing was changed.`)
    }
    const now = ctx.clock()
    await keepAManager(tx, person.memberships.map((one) => one.institutionId), () =>
      tx.person.update({ where: { id: person.id }, data: { disabledAt: disabled ? now : null } }))
    if (disabled) {
      await revokeSessions(tx, person.id, null, now)
      await tx.signInLink.updateMany({ where: { personId: person.id, usedAt: null, expiresAt: { gt: now } }, data: { expiresAt: now } })
      await tx.signInChallenge.updateMany({ where: { personId: person.id, usedAt: null }, data: { usedAt: now } })
    }
    await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
      { action: disabled ? "person.disabled" : "person.enabled", detail: { person: person.name, email: person.email } },
    ])
    return { name: person.name, lent: disabled ? await noteLentAccounts(tx, person, now) : [] }
  })
  await mailLentAccounts(ctx, lent)
  return { name }
}
