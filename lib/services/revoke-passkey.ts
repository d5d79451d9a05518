import { z } from "zod"
import { revokeSessions } from "@/lib/auth/sessions"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

const revokeInput = z.object({ sessionId: z.uuid(), passkeyId: z.uuid() })
const LAST = "This is the only second factor that you have. Add another passkey or an authenticator app first; nothing was changed."
const LAST_BUT_CAMPUS =
  "This is the only second factor of your own. Campus sign-on can't be your only way in: it is what fails in an outage. Add another " +
  "passkey or an authenticator app first; nothing was changed."

/**
 * Removes the person's own passkey and ends their other sessions: the device may be in other hands.
 * @throws AppError `refused` when it is their last second factor, `step_up_required`, `not_found`
 */
export async function revokePasskey(ctx: ServiceContext, raw: z.input<typeof revokeInput>): Promise<void> {
  const { sessionId, passkeyId } = parseInput(revokeInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  const hasApp = person.totpConfirmedAt !== null && person.totpSealed !== null
  await ctx.db.$transaction(async (tx) => {
    // One after the other: two removed at once must not leave none.
    await tx.$queryRaw`select 1 from "Person" where "id" = ${person.id}::uuid for update`
    const keys = await tx.passkey.findMany({ where: { personId: person.id } })
    const gone = keys.find((key) => key.id === passkeyId)
    if (!gone) throw new AppError("not_found", "You have no such passkey.")
    if (keys.length === 1 && !hasApp) throw new AppError("refused", (await tx.campusLogin.count({ where: { personId: person.id } })) > 0 ? LAST_BUT_CAMPUS : LAST)
    const at = ctx.clock()
    await tx.passkey.delete({ where: { id: gone.id } })
    await revokeSessions(tx, person.id, sessionId, at)
    await tellPerson(tx, person.id, "passkey_removed", `The passkey “${gone.name}” was removed.`, at)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.passkey_removed", detail: { name: gone.name } }])
  })
}
