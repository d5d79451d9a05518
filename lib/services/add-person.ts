import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import type { Tx } from "@/lib/db/types"
import { mayAnywhere, requireEverywhere } from "@/lib/auth/permissions"
import { revokeSessions } from "@/lib/auth/sessions"
import { requireStepUp } from "@/lib/auth/step-up"
import { type Membership, requirePermission, ROLES, type Role } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { auditFrame, type ServiceContext } from "./context"
import { lockPeople } from "./keep-a-manager"
import { parseInput } from "./parse-input"
import { personChain } from "./person-chain"
import { mayVouchFor } from "./vouch"

export const emailInput = z
  .string("Give an e-mail address.")
  .trim()
  .toLowerCase()
  .max(254, "This e-mail address is too long.")
  .pipe(z.email("This is not an e-mail address."))

const addPersonInput = z.object({
  email: emailInput,
  name: z.string("Give the person's name.").trim().min(1, "Give the person's name.").max(200, "This name is too long."),
  role: z.enum(ROLES, `The role must be one of: ${ROLES.join(", ")}.`),
  /** Without it: every institution of this Lantern. */
  institutionCode: z.string().trim().min(1, "Give the institution's code, or leave it out.").optional(),
})

export type AddPersonInput = z.input<typeof addPersonInput>

const ROLE_WORDS: Record<Role, string> = { admin: "an admin", liaison: "a liaison", observer: "an observer" }

/**
 * Adds a person, or a membership in another institution to one who is known. They can sign in once
 * they have a link (`createSignInLink`): `linkOwed` says that they have no password and the actor may make one.
 *
 * Who is known may have been made, and set up, by the admin of another institution under whatever e-mail: with the new role
 * that admin would get in here. So only whoever manages those roles too may add them; their sessions and links end, and what
 * somebody without any role had set up is forgotten.
 * @throws AppError `refused` when they already belong there, or have roles that the actor doesn't manage
 */
export async function addPerson(ctx: ServiceContext, raw: AddPersonInput): Promise<{ personId: string; linkOwed: boolean }> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin adds people.")
  requireStepUp(ctx)
  const input = parseInput(addPersonInput, raw)
  const institution = await findInstitution(ctx, input.institutionCode)
  if (institution) requirePermission(ctx.actor, "people.manage", institution.id)
  else requireEverywhere(ctx.actor, "people.manage")

  return ctx.db.$transaction(async (tx) => {
    // Of two who add the same person at once, the second finds them there.
    await lockPeople(tx)
    const { id: personId, name, memberships: before } = await findOrCreate(tx, input)
    refuseTwice({ name, before, institution })
    await takeOver(ctx, tx, { personId, before })
    await tx.membership.create({ data: { personId, institutionId: institution?.id ?? null, role: input.role } })
    const memberships = [{ institutionId: institution?.id ?? null, role: input.role }]
    await appendAudit(tx, auditFrame(ctx, personChain(memberships)), [
      { action: "person.added", detail: { person: name, email: input.email, role: input.role, institution: institution?.code ?? "all" } },
    ])
    const { passwordHash, memberships: all } = await tx.person.findUniqueOrThrow({ where: { id: personId }, include: { memberships: true } })
    return { personId, linkOwed: passwordHash === null && mayVouchFor(ctx, all) }
  })
}

async function findInstitution(ctx: ServiceContext, code: string | undefined) {
  if (code === undefined) return null
  const institution = await ctx.db.institution.findUnique({ where: { code }, select: { id: true, code: true, name: true } })
  if (institution === null) throw new AppError("not_found", `There is no institution with the code ${code} here.`)
  return institution
}

const ELSEWHERE =
  "Somebody with this e-mail is known here, with roles that you don't manage. Only an admin of all of these institutions, or the " +
  "operator, can add them to yours. Nothing was changed."

/** Before somebody who is known gets another role. @throws AppError `refused` */
async function takeOver(ctx: ServiceContext, tx: Tx, { personId, before }: { personId: string; before: Membership[] }): Promise<void> {
  if (before.length === 0) return ctx.actor.kind === "operator" ? endWaysIn(tx, personId, ctx.clock()) : forgetSetUp(tx, personId, ctx.clock())
  if (!mayVouchFor(ctx, before)) throw new AppError("refused", ELSEWHERE)
  return endWaysIn(tx, personId, ctx.clock())
}

async function endWaysIn(tx: Tx, personId: string, at: Date): Promise<void> {
  await revokeSessions(tx, personId, null, at)
  await tx.signInLink.updateMany({ where: { personId, usedAt: null, expiresAt: { gt: at } }, data: { expiresAt: at } })
  await tx.signInChallenge.updateMany({ where: { personId, usedAt: null }, data: { usedAt: at } })
}

/** Nobody has vouched for them since their last role was taken away: they set up their sign-in anew. */
async function forgetSetUp(tx: Tx, personId: string, at: Date): Promise<void> {
  await endWaysIn(tx, personId, at)
  await tx.passkey.deleteMany({ where: { personId } })
  await tx.recoveryCode.deleteMany({ where: { personId } })
  await tx.campusLogin.deleteMany({ where: { personId } })
  await tx.person.update({ where: { id: personId }, data: { passwordHash: null, totpSealed: null, totpConfirmedAt: null, totpLastStep: null } })
}

async function findOrCreate(tx: Tx, { email, name }: { email: string; name: string }) {
  const known = await tx.person.findUnique({ where: { email }, select: SEEN })
  return known ?? tx.person.create({ data: { email, name }, select: SEEN })
}

const SEEN = { id: true, name: true, memberships: true } as const

interface Joining {
  name: string
  before: Membership[]
  institution: { id: string; name: string } | null
}

function refuseTwice({ name, before, institution }: Joining): void {
  const already = before.find(({ institutionId }) => institutionId === (institution?.id ?? null))
  if (!already) return
  const where = institution?.name ?? "every institution here"
  throw new AppError("refused", `${name} is already ${ROLE_WORDS[already.role]} of ${where}. Nothing was changed.`)
}
