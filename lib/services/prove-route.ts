import { randomUUID } from "node:crypto"
import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import type { Institution } from "@/lib/db/generated/client"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { findInstitution } from "@/lib/db/scope"
import type { AccountFacts } from "@/lib/domain/account-facts"
import { primaryIdKey, readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { AppError } from "@/lib/domain/errors"
import { newProofSteps } from "@/lib/domain/route-proof"
import { failureSentence } from "@/lib/domain/sentences"
import { judge } from "@/lib/domain/verdict"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { inTurn, refuseSecondOutage } from "./declare-outage"
import { todayIn } from "./judge-accounts"
import { listAccounts } from "./list-accounts"
import { parseInput } from "./parse-input"
import { sealRecord } from "./proof-record"
import { recentLogin } from "./recent-login"
import { requireRoute } from "./require-route"
import { switchAccounts } from "./switch-accounts"

const proveRouteInput = z.object({
  institution: z.string(),
  primaryId: z.string().trim().min(1, "Say whose account it is: its Primary ID.").max(255, "A Primary ID has at most 255 characters."),
  consent: z.string().trim().min(10, "Write down who agreed and when, in ten characters or more.").max(500, "At most 500 characters."),
})
export type ProveRouteInput = z.input<typeof proveRouteInput>

const NOTHING = "Nothing was changed."

/**
 * Begins the proof of the institution's route on one account whose owner agreed: a drill of one, taken on by the runner
 * from here to the end (see `lib/runner/proof`), through a crash of whoever began it.
 * @throws AppError `input`; `step_up_required`; `refused` with the reason where the account isn't one for this, or an
 *   outage or a drill is open; `unavailable`
 */
export async function proveRoute(ctx: ServiceContext, raw: ProveRouteInput): Promise<{ proofId: string; outageId: string }> {
  const input = parseInput(proveRouteInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  requireStepUp(ctx)
  if (institution.route === "manual") {
    throw new AppError("refused", `The manual route needs no proof: a person makes the change, and Lantern reads it. ${NOTHING}`)
  }
  const begun = await inTurn(ctx, institution, async () => {
    await refuseSecondOutage(ctx.db, institution, true)
    await requireRoute(ctx, institution)
    const canary = await readCanary(ctx, institution, input.primaryId)
    return writeDown(ctx, institution, input.consent, canary)
  })
  await switchAccounts(ctx, { outageId: begun.outageId })
  return begun
}

interface Canary {
  user: AlmaUser
  facts: AccountFacts
  readAt: Date
  reason: string
  /** What the login report said of them. */
  login: string
}

/** The whole record, of an account that may be switched and whose owner isn't at work with it. */
async function readCanary(ctx: ServiceContext, institution: Institution, primaryId: string): Promise<Canary> {
  const answer = await ctx.almaFor(institution).getUser(primaryId)
  if (answer.kind === "not_found") throw new AppError("refused", `Alma knows no Primary ID ${primaryId}. ${NOTHING}`)
  if (answer.kind === "unauthorized" || answer.kind === "refused") throw new AppError("refused", `${failureSentence(answer)} ${NOTHING}`)
  if (answer.kind !== "ok") throw new AppError("unavailable", `${failureSentence(answer)} ${NOTHING}`)
  const facts = readFacts(answer.value)
  if (!samePrimaryId(facts.primaryId, primaryId)) {
    throw new AppError("refused", `${primaryId} is not a Primary ID; Alma knows it as another identifier of somebody. ${NOTHING}`)
  }
  const rules = { today: todayIn(institution.timeZone, ctx.clock()), backupAdminIds: await backupAdminIdsOf(ctx.db, institution) }
  const { verdict, reason } = judge(facts, rules)
  if (verdict !== "switch") throw new AppError("refused", `This account can't prove the route. ${reason} ${NOTHING}`)
  await refuseHeld(ctx, institution, facts.primaryId)
  const login = await refuseSignedIn(ctx, institution, facts.primaryId)
  return { user: answer.value, facts, readAt: ctx.clock(), reason, login }
}

async function refuseHeld(ctx: ServiceContext, institution: Institution, primaryId: string): Promise<void> {
  const held = await ctx.db.hold.findFirst({
    where: {
      institutionId: institution.id, primaryIdKey: primaryIdKey(primaryId), intendedAt: { not: null },
      acceptedAt: null, state: { notIn: ["returned", "left_alone"] },
    },
  })
  if (held) throw new AppError("refused", `An outage still answers for this account: see to it first, or take another one. ${NOTHING}`)
}

const HOURS = 10

/** Whoever is at work in Alma would be thrown out, or lose what they are at. */
async function refuseSignedIn(ctx: ServiceContext, institution: Institution, primaryId: string): Promise<string> {
  const login = await recentLogin(ctx, institution, primaryId, HOURS)
  if (login.kind === "unknown") return "Alma's login report could not be read: nobody can say whether they are signed in now."
  if (login.kind === "none") return `No login to Alma in the last ${HOURS} hours.`
  const at = new Intl.DateTimeFormat("en-GB", { timeZone: institution.timeZone, hour: "2-digit", minute: "2-digit" }).format(login.at)
  throw new AppError(
    "refused",
    `This person logged in to Alma at ${at} and may be at work there. Take another account, or come back ${HOURS} hours after that. ${NOTHING}`,
  )
}

async function writeDown(ctx: ServiceContext, institution: Institution, consent: string, canary: Canary) {
  const { facts, readAt, reason, login } = canary
  const proofId = randomUUID()
  const at = ctx.clock()
  try {
    return await ctx.db.$transaction(async (tx) => {
      const outage = await tx.outage.create({
        data: {
          institutionId: institution.id, drill: true, reason: `Proof of the route ${institution.route}`, since: at, expectedHours: 1,
          declaredAt: at, declaredBy: ctx.actor.name,
          ...(ctx.actor.kind === "person" && { owner: ctx.actor.name, ownerId: ctx.actor.personId }),
        },
      })
      const place = { outageId: outage.id, institutionId: institution.id }
      const records = await listAccounts(tx, ctx, place, [{ primaryId: facts.primaryId, facts, readAt, verdict: "switch", reason }])
      await tx.routeProof.create({
        data: {
          id: proofId, ...place, route: institution.route, primaryId: facts.primaryId, consent, startedAt: at, startedBy: ctx.actor.name,
          before: sealRecord(ctx, { id: proofId, institutionId: institution.id }, canary.user),
          steps: newProofSteps(at.toISOString(), login).map((step) => ({ ...step })),
        },
      })
      await tx.institution.update({ where: { id: institution.id }, data: { canaryId: facts.primaryId } })
      const detail = { route: institution.route, consent, drill: true }
      await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "proof.started", outageId: outage.id, detail }, ...records])
      return { proofId, outageId: outage.id }
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await refuseSecondOutage(ctx.db, institution, true)
    throw error
  }
}
