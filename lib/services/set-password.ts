import { z } from "zod"
import { hashPassword } from "@/lib/auth/password-hash"
import { passwordProblem } from "@/lib/auth/password-policy"
import { revokeSessions } from "@/lib/auth/sessions"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const passwordInput = z.object({ sessionId: z.uuid(), password: z.string("Fill in a password.") })

/**
 * Sets the signed-in person's own password and ends their other sessions.
 * @throws AppError `input` with what is wrong with it; `step_up_required` when one stands and the sign-in is old
 */
export async function setPassword(ctx: ServiceContext, raw: z.input<typeof passwordInput>): Promise<void> {
  const { sessionId, password } = parseInput(passwordInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "password")
  const problem = passwordProblem(password, person)
  if (problem !== null) throw new AppError("input", problem)
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
