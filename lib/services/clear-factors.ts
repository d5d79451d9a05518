import { revokeSessions } from "@/lib/auth/sessions"
import { appendAudit } from "@/lib/db/audit"
import type { Tx } from "@/lib/db/types"
import type { Membership } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { auditFrame, type ServiceContext } from "./context"
import { personChain } from "./person-chain"
import { tellPerson } from "./tell-person"

/**
 * For somebody who lost every factor: takes away their password, passkeys, app, recovery codes and campus sign-on, and
 * ends their sessions and begun sign-ins. Only in the shell, and only in the transaction that makes the link by which
 * they set up anew.
 * @throws AppError `not_allowed`
 */
export async function clearFactors(
  ctx: ServiceContext,
  tx: Tx,
  person: { id: string; name: string; email: string; memberships: Membership[] },
): Promise<void> {
  if (ctx.actor.kind !== "operator") throw new AppError("not_allowed", "Only whoever has the server's shell clears what a person signs in with.")
  const personId = person.id
  const now = ctx.clock()
  await tx.person.update({ where: { id: personId }, data: { passwordHash: null, totpSealed: null, totpConfirmedAt: null, totpLastStep: null } })
  const passkeys = await tx.passkey.deleteMany({ where: { personId } })
  const recoveryCodes = await tx.recoveryCode.deleteMany({ where: { personId } })
  await tx.campusLogin.deleteMany({ where: { personId } })
  await revokeSessions(tx, personId, null, now)
  await tx.signInChallenge.updateMany({ where: { personId, usedAt: null }, data: { usedAt: now } })
  await tellPerson(tx, personId, "factors_cleared", `Your password, passkeys, app and recovery codes were cleared by ${ctx.actor.name}, and a link to set them up anew was made.`, now)
  await appendAudit(tx, auditFrame(ctx, personChain(person.memberships)), [
    { action: "person.factors_cleared", detail: { person: person.name, email: person.email, passkeys: passkeys.count, recoveryCodes: recoveryCodes.count } },
  ])
}
