import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const untieInput = z.object({ sessionId: z.uuid() })

/** Unties the signed-in person's campus sign-on, and ends what it has begun. @throws AppError `refused`, `step_up_required` */
export async function untieCampusLogin(ctx: ServiceContext, raw: z.input<typeof untieInput>): Promise<void> {
  const { sessionId } = parseInput(untieInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  await ctx.db.$transaction(async (tx) => {
    const now = ctx.clock()
    const { count } = await tx.campusLogin.deleteMany({ where: { personId: person.id } })
    if (count === 0) throw new AppError("refused", "No campus sign-on is tied to your account. Nothing was changed.")
    await tx.signInChallenge.updateMany({ where: { personId: person.id, first: "campus", usedAt: null }, data: { usedAt: now } })
    await tellPerson(tx, person.id, "campus_untied", "Your campus sign-on was untied from your account.", now)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.campus_untied" }])
  })
}
