import { z } from "zod"
import { hashPassword, passwordFits } from "@/lib/auth/password-hash"
import { LONGEST_PASSWORD, passwordProblem } from "@/lib/auth/password-policy"
import { BY_LINK, revokeSessions } from "@/lib/auth/sessions"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const NOT_THE_PRESENT = "This isn't the password that you have now. Nothing was changed. If you have forgotten it, come by a sign-in link."

const passwordInput = z.object({
  sessionId: z.uuid(),
  password: z.string("Fill in a password."),
  /** The one that stands. Whoever came by a sign-in link may have forgotten it: they were vouched for. */
  present: z.string().max(LONGEST_PASSWORD, NOT_THE_PRESENT).optional(),
  address: z.string().default("unknown"),
})

async function cameByLink(ctx: ServiceContext, sessionId: string): Promise<boolean> {
  const session = await ctx.db.session.findUniqueOrThrow({ where: { id: sessionId }, select: { method: true } })
  return BY_LINK.includes(session.method)
}

/**
 * Sets the signed-in person's own password and ends their other sessions.
 * @throws AppError `refused` when the present one isn't right; `input` with what is wrong with it; `step_up_required` when one stands and the sign-in is old
 */
export async function setPassword(ctx: ServiceContext, raw: z.input<typeof passwordInput>): Promise<void> {
  const { sessionId, password, present, address } = parseInput(passwordInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "password")
  const problem = passwordProblem(password, person)
  if (problem !== null) throw new AppError("input", problem)
  if (person.passwordHash !== null && !(await cameByLink(ctx, sessionId))) {
    await createSignInThrottle(ctx.db, ctx.keyring).enter("password", person.email, address)
    if (!(await passwordFits(person.passwordHash, present ?? ""))) {
      await ctx.db.$transaction((tx) => appendAudit(tx, ownFrame(ctx, person), [{ action: "person.password_refused" }]))
      throw new AppError("refused", NOT_THE_PRESENT)
    }
  }
  const passwordHash = await hashPassword(password)
  await ctx.db.$transaction(async (tx) => {
    await tx.person.update({ where: { id: person.id }, data: { passwordHash } })
    await revokeSessions(tx, person.id, sessionId, ctx.clock())
    // A link that lies about must not outlive the change either.
    await tx.signInLink.updateMany({ where: { personId: person.id, usedAt: null }, data: { expiresAt: ctx.clock() } })
    if (person.passwordHash !== null) await tellPerson(tx, person.id, "password_set", "Your password was changed.", ctx.clock())
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.password_set" }])
  })
}
