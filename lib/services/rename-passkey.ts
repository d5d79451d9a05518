import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { passkeyName } from "./register-passkey"

const renameInput = z.object({ sessionId: z.uuid(), passkeyId: z.uuid(), name: passkeyName })

/** Gives the person's own passkey another name. @throws AppError `not_found` when it isn't theirs */
export async function renamePasskey(ctx: ServiceContext, raw: z.input<typeof renameInput>): Promise<void> {
  const { sessionId, passkeyId, name } = parseInput(renameInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  await ctx.db.$transaction(async (tx) => {
    const before = await tx.passkey.findFirst({ where: { id: passkeyId, personId: person.id } })
    if (before === null) throw new AppError("not_found", "You have no such passkey.")
    await tx.passkey.update({ where: { id: before.id }, data: { name } })
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.passkey_renamed", detail: { from: before.name, to: name } }])
  })
}
