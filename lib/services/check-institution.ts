import { appendAudit } from "@/lib/db/audit"
import { raiseAlerts } from "@/lib/db/alerts"
import type { Institution, Prisma } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import type { Tx } from "@/lib/db/types"
import { type CheckId, checkTitle, keptChecks, mergeChecks, turnedChecks } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import { lookAtAll } from "./checks/all-checks"
import { lastInLine } from "./checks/check-alma"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { tellLiaisons } from "./tell-liaisons"

/** A click within this time of the last look is answered with what that look found. */
const JUST_NOW_MS = 5_000

export interface CheckedInstitution {
  code: string
  checks: CheckView[]
}

/**
 * Looks at everything that an outage will need, or at some of it, with the one thing to do about each. Changes nothing in
 * Alma. What was good and isn't any more is told to everybody who may act there.
 */
export async function checkInstitution(
  ctx: ServiceContext,
  input: { institution: string; only?: readonly CheckId[] },
): Promise<CheckedInstitution> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const now = ctx.clock()
  const before = keptChecks(institution.checks)
  const found = await lookAtAll({ ctx, institution, alma: lastInLine(ctx.almaFor(institution)), now, before }, input.only)
  const { checks, fell } = await ctx.db.$transaction((tx) => keep(tx, ctx, { institution, found, now, whole: input.only === undefined }))
  if (fell.length > 0) await tell(ctx, institution, fell)
  return { code: institution.code, checks }
}

/** For a button: pressing it again and again asks Alma once. */
export async function checkAgain(ctx: ServiceContext, input: { institution: string; only?: readonly CheckId[] }): Promise<CheckedInstitution> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const kept = keptChecks(institution.checks)
  const justNow = new Date(ctx.clock().getTime() - JUST_NOW_MS).toISOString()
  const asked = kept.filter((check) => !input.only || (input.only as readonly string[]).includes(check.id))
  const fresh = asked.length > 0 && asked.every((check) => (check.lookedAt ?? "") > justNow)
  return fresh ? { code: institution.code, checks: kept } : checkInstitution(ctx, input)
}

interface Finding {
  institution: Institution
  found: CheckView[]
  now: Date
  whole: boolean
}

/** Merged with what stands there by then: two who look at once tell a fall once. */
async function keep(tx: Tx, ctx: ServiceContext, { institution, found, now, whole }: Finding): Promise<{ checks: CheckView[]; fell: CheckView[] }> {
  await tx.$queryRaw`select 1 from "Institution" where "id" = ${institution.id}::uuid for no key update`
  const row = await tx.institution.findUniqueOrThrow({ where: { id: institution.id }, select: { checks: true } })
  const kept = keptChecks(row.checks)
  const { fell, rose } = turnedChecks(kept, found)
  const checks = mergeChecks(kept, found, now.toISOString())
  await tx.institution.update({
    where: { id: institution.id },
    data: { checks: checks.map((check) => ({ ...check })) as unknown as Prisma.InputJsonValue[], ...(whole && { checkedAt: now }) },
  })
  await raiseAlerts(tx, fell.map((check) => ({ institutionId: institution.id, kind: "readiness_fell", message: fallWords(check), at: now })))
  await forgetFalls(tx, institution.id, rose, now)
  const notOk = checks.filter((check) => check.status !== "ok").map(({ id, status }) => ({ id, status }))
  const turned = { fell: fell.map((check) => check.id), rose: rose.map((check) => check.id) }
  await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "institution.checked", detail: { notOk, ...turned } }])
  return { checks, fell }
}

function fallWords(check: CheckView): string {
  return `${checkTitle(check.id)}: ${check.message}`
}

/** What is good again needs nobody's eyes any more. */
async function forgetFalls(tx: Tx, institutionId: string, rose: CheckView[], at: Date): Promise<void> {
  if (rose.length === 0) return
  await tx.alert.updateMany({
    where: { institutionId, kind: "readiness_fell", seenAt: null, OR: rose.map((check) => ({ message: { startsWith: `${checkTitle(check.id)}: ` } })) },
    data: { seenAt: at, seenBy: "Lantern" },
  })
}

async function tell(ctx: ServiceContext, institution: Institution, fell: CheckView[]): Promise<void> {
  const lines = fell.flatMap((check) => [fallWords(check), ...(check.fix === null ? [] : [`  What to do: ${check.fix}`]), ""])
  const open = await ctx.db.outage.findFirst({ where: { institutionId: institution.id, drill: false, state: { not: "closed" } }, select: { id: true } })
  if (open) lines.push(`An outage is open: ${ctx.settings.publicUrl}/outages/${open.id}`)
  const subject = fell.length === 1 ? "1 thing isn't ready any more" : `${fell.length} things aren't ready any more`
  await tellLiaisons(ctx, institution, { subject, lines: ["This was ready for an outage when Lantern last looked, and isn't now:", "", ...lines] })
}
