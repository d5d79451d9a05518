import { timingSafeEqual } from "node:crypto"
import { z } from "zod"
import { factorsOf, isComplete, WITH_FACTORS } from "@/lib/auth/factors"
import { createSignInThrottle } from "@/lib/auth/throttle"
import { signInHash } from "@/lib/auth/tokens"
import { appendAudit } from "@/lib/db/audit"
import { AppError } from "@/lib/domain/errors"
import { CampusRefused } from "./campus-refused"
import type { ServiceContext } from "./context"
import { CHALLENGE_MS } from "./make-challenge"
import { requireOwnSession } from "./own-session"
import { parseInput } from "./parse-input"
import { ownFrame } from "./person-chain"
import { identityInput } from "./start-campus-sign-in"
import { tellPerson } from "./tell-person"

const beginInput = z.object({ sessionId: z.uuid() })
const tieInput = identityInput.extend({ sessionId: z.uuid(), tie: z.string().max(200) })

/**
 * The signed-in person wants to tie their campus sign-on: gives back what their browser shows when it returns from the identity
 * provider, good for this session and 5 minutes. Without it, a sign-on that comes back to a signed-in browser ties nothing.
 * @throws CampusRefused without a password and a second factor of their own; `step_up_required`
 */
export async function beginCampusTie(ctx: ServiceContext, raw: z.input<typeof beginInput>): Promise<{ tie: string }> {
  const { sessionId } = parseInput(beginInput, raw)
  const person = await requireOwnSession(ctx, sessionId, "factor")
  if (!isComplete(factorsOf(person))) throw new CampusRefused("own")
  const until = ctx.clock().getTime() + CHALLENGE_MS
  return { tie: `${until}.${proof(ctx, sessionId, until)}` }
}

/**
 * Ties the identity that the provider vouched for to the signed-in person, who keeps their own password and second factor: they
 * can't be without them while it is tied. One a person, and one person an identity.
 * @throws CampusRefused
 */
export async function tieCampusLogin(ctx: ServiceContext, raw: z.input<typeof tieInput>): Promise<void> {
  const { sessionId, tie, issuer, subject, nonce } = parseInput(tieInput, raw)
  if (!fits(ctx, sessionId, tie)) throw new CampusRefused("old")
  if (!(await createSignInThrottle(ctx.db, ctx.keyring).takeNonce(nonce))) throw new CampusRefused("old")
  const { actor } = ctx
  if (actor.kind !== "person") throw new AppError("not_allowed", "Only a signed-in person can tie their campus sign-on.")
  await ctx.db.$transaction(async (tx) => {
    // One after the other with whatever else changes how they sign in.
    await tx.$queryRaw`select 1 from "Person" where "id" = ${actor.personId}::uuid for update`
    const now = ctx.clock()
    const session = await tx.session.findFirst({
      where: { id: sessionId, personId: actor.personId, revokedAt: null, expiresAt: { gt: now } },
      include: { person: { include: WITH_FACTORS } },
    })
    if (session === null || session.person.disabledAt !== null) throw new CampusRefused("old")
    const { person } = session
    if (!isComplete(factorsOf(person))) throw new CampusRefused("own")
    const tied = await tx.campusLogin.count({ where: { OR: [{ issuer, subject }, { personId: person.id }] } })
    if (tied > 0) throw new CampusRefused("taken")
    await tx.campusLogin.create({ data: { personId: person.id, issuer, subject, createdAt: now } })
    await tellPerson(tx, person.id, "campus_tied", "A campus sign-on was tied to your account. If that wasn’t you, untie it and change your password.", now)
    await appendAudit(tx, ownFrame(ctx, person), [{ action: "person.campus_tied", detail: { issuer } }])
  }).catch(takenMeanwhile)
}

/** Two at once for one identity: the database lets one in. */
function takenMeanwhile(error: unknown): never {
  const code = (error as { code?: unknown } | null)?.code
  throw code === "P2002" ? new CampusRefused("taken") : error
}

function proof(ctx: ServiceContext, sessionId: string, until: number): string {
  return signInHash(ctx.keyring, "campus tie", `${sessionId}\n${until}`)
}

function fits(ctx: ServiceContext, sessionId: string, tie: string): boolean {
  const [until = "", given = ""] = tie.split(".")
  if (!/^\d{13}$/.test(until) || Number(until) < ctx.clock().getTime()) return false
  const right = Buffer.from(proof(ctx, sessionId, Number(until)))
  const shown = Buffer.from(given)
  return right.length === shown.length && timingSafeEqual(right, shown)
}
