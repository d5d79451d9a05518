import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import type { Tx } from "@/lib/db/types"
import { mayAnywhere, requireEverywhere } from "@/lib/auth/permissions"
import { requireStepUp } from "@/lib/auth/step-up"
import { requirePermission, ROLES, type Role } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { auditFrame, type ServiceContext } from "./context"
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
 * @throws AppError `refused` when they already belong there
 */
export async function addPerson(ctx: ServiceContext, raw: AddPersonInput): Promise<{ personId: string; linkOwed: boolean }> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin adds people.")
  requireStepUp(ctx)
  const input = parseInput(addPersonInput, raw)
  const institution = await findInstitution(ctx, input.institutionCode)
  if (institution) requirePermission(ctx.actor, "people.manage", institution.id)
  else requireEverywhere(ctx.actor, "people.manage")

  return ctx.db.$transaction(async (tx) => {
    const { id: personId, name, passwordHash } = await findOrCreate(tx, input)
    await join(tx, { personId, name, role: input.role, institution })
    const memberships = [{ institutionId: institution?.id ?? null, role: input.role }]
    await appendAudit(tx, auditFrame(ctx, personChain(memberships)), [
      { action: "person.added", detail: { person: name, email: input.email, role: input.role, institution: institution?.code ?? "all" } },
    ])
    const all = await tx.membership.findMany({ where: { personId } })
    return { personId, linkOwed: passwordHash === null && mayVouchFor(ctx, all) }
  })
}

async function findInstitution(ctx: ServiceContext, code: string | undefined) {
  if (code === undefined) return null
  const institution = await ctx.db.institution.findUnique({ where: { code }, select: { id: true, code: true, name: true } })
  if (institution === null) throw new AppError("not_found", `There is no institution with the code ${code} here.`)
  return institution
}

async function findOrCreate(tx: Tx, { email, name }: { email: string; name: string }) {
  const known = await tx.person.findUnique({ where: { email }, select: SEEN })
  return known ?? tx.person.create({ data: { email, name }, select: SEEN })
}

const SEEN = { id: true, name: true, passwordHash: true } as const

interface Joining {
  personId: string
  name: string
  role: Role
  institution: { id: string; name: string } | null
}

async function join(tx: Tx, { personId, name, role, institution }: Joining): Promise<void> {
  const institutionId = institution?.id ?? null
  const already = await tx.membership.findFirst({ where: { personId, institutionId } })
  if (already) {
    const where = institution?.name ?? "every institution here"
    throw new AppError("refused", `${name} is already ${ROLE_WORDS[already.role]} of ${where}. Nothing was changed.`)
  }
  await tx.membership.create({ data: { personId, institutionId, role } })
}
