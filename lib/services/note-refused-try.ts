import { appendAudit, LANTERN_CHAIN } from "@/lib/db/audit"
import type { Membership } from "@/lib/domain/actor"
import { auditFrame, type ServiceContext } from "./context"
import { ownFrame } from "./person-chain"
import { tellPerson } from "./tell-person"

export type RefusedFactor = "password" | "code" | "passkey" | "recovery code" | "campus sign-on"

interface RefusedTry {
  /** Whose account it was; null for an e-mail that nobody has here, which may be anything that was typed there. */
  person: { id: string; name: string; memberships: Membership[] } | null
  factor: RefusedFactor
  address: string
  /** More than that it was wrong, in a word, for the audit. */
  why?: string
}

const HOUR_MS = 3_600_000

/** Writes a refused sign-in down, and tells the person whose account it was. */
export async function noteRefusedTry(ctx: ServiceContext, { person, factor, address, why }: RefusedTry): Promise<void> {
  const record = { action: "person.sign_in_refused", detail: { factor, address, ...(why && { why }) } }
  await ctx.db.$transaction(async (tx) => {
    if (person === null) return appendAudit(tx, auditFrame(ctx, LANTERN_CHAIN), [record])
    const message = `A ${TRIED[factor]} was refused at sign-in, from ${address}.`
    // Told once an hour: whoever goes on guessing must not bury what else the person is told. The audit has each try.
    const told = { personId: person.id, kind: "sign_in_refused", message, at: { gt: new Date(ctx.clock().getTime() - HOUR_MS) } }
    if ((await tx.alert.count({ where: told })) === 0) await tellPerson(tx, person.id, "sign_in_refused", message, ctx.clock())
    // Nobody is signed in: the entry says on whose account, not that they did it.
    await appendAudit(tx, { ...ownFrame(ctx, person), actor: { name: ctx.actor.name, personId: person.id } }, [record])
  })
}

const TRIED: Record<RefusedFactor, string> = {
  password: "wrong password",
  code: "wrong or used code of your app",
  passkey: "passkey’s answer",
  "recovery code": "wrong or used recovery code",
  "campus sign-on": "campus sign-on",
}
