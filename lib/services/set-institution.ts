import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { Institution, Prisma } from "@/lib/db/generated/client"
import { isUniqueViolation, NO_JSON } from "@/lib/db/prisma-values"
import { createRequestBudget } from "@/lib/db/request-budget"
import { findInstitution } from "@/lib/db/scope"
import { seal, unseal } from "@/lib/db/seal"
import type { Tx } from "@/lib/db/types"
import { keptChecks, mergeChecks } from "@/lib/domain/checks"
import { AppError } from "@/lib/domain/errors"
import type { StoredInstitution } from "./add-institution"
import { refuseSameAlma } from "./add-institution"
import type { ServiceContext } from "./context"
import { apiKeyPlace, auditFrame } from "./context"
import type { SetInstitutionInput } from "./institution-options"
import { almaAddress, metadataAddress, pageAddress, setInstitutionInput, ssoAddress } from "./institution-options"
import { parseInput } from "./parse-input"
import type { AlmaProbe } from "./probe-alma"
import { almaCodeOf, probeAlma, requireThisAlma, warningsOf } from "./probe-alma"

/**
 * Changes an institution's settings. Another address or key is tried first, as when adding.
 * @throws AppError `input`; `refused` when a key reaches another institution than the one that is known or named, and while an outage is open and another Alma would be reached, or
 * accounts would be switched by another route
 */
export async function setInstitution(ctx: ServiceContext, raw: SetInstitutionInput): Promise<StoredInstitution> {
  const { institution: code, apiKey, apiUrl, loginUrl, ssoUrl, ssoMetadataUrl, almaCode = null, step, ...plain } = parseInput(setInstitutionInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.manage")
  requireStepUp(ctx)
  const changes: Prisma.InstitutionUncheckedUpdateInput = {
    ...given(plain),
    ...(loginUrl !== undefined && { loginUrl: pageAddress(loginUrl, "login address") }),
    ...(ssoUrl !== undefined && { ssoUrl: ssoAddress(ssoUrl) }),
    ...(ssoMetadataUrl !== undefined && { ssoMetadataUrl: metadataAddress(ssoMetadataUrl) }),
    ...(step !== undefined && { setUp: { ...(institution.setUp as Prisma.JsonObject | null), [step]: ctx.clock().toISOString() } }),
  }
  refuseOfPractice(ctx, institution, { apiKey, apiUrl, ...addressesIn(changes) })
  const probe = await probeChanged(ctx, institution, { apiKey, apiUrl, almaCode })
  if (probe) Object.assign(changes, connectionOf(ctx, institution, probe))
  if (Object.keys(changes).length === 0) throw new AppError("input", "Say what to change: no option was given.")
  const changed = Object.keys(changes).filter((field) => field !== "apiKeySealed")
  const detail = { changed: [...changed, ...(probe?.apiKey ? ["apiKey"] : [])] }
  try {
    await ctx.db.$transaction(async (tx) => {
      if (probe?.anotherAlma) await refuseWhileOpen(tx, institution, ANOTHER_ALMA)
      // What is under way by one route can't be gone on with by another: those who wait would be left standing.
      if (plain.route !== undefined && plain.route !== institution.route) await refuseWhileOpen(tx, institution, ANOTHER_ROUTE)
      const stored = await tx.institution.update({ where: { id: institution.id }, data: changes })
      if (stored.ssoUrl !== institution.ssoUrl) await forgetLook(tx, ctx, stored)
      await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "institution.changed", detail }])
    })
  } catch (error) {
    if (isUniqueViolation(error) && probe?.identity) await refuseSameAlma(ctx, probe.identity, institution.id)
    throw error
  }
  const key = probe && { reaches: probe.reaches, rights: probe.rights }
  return { id: institution.id, code: institution.code, warnings: [...warningsFor(probe, institution, plain.route), ...directWarning(institution, plain.route)], key }
}

/** The addresses and the key of the practice institution follow the practice Alma's: a newcomer, who is its admin, leads it nowhere else. */
function refuseOfPractice(ctx: ServiceContext, institution: Institution, asked: Partial<Record<"apiKey" | "apiUrl" | "loginUrl" | "ssoUrl" | "ssoMetadataUrl", unknown>>): void {
  if (!institution.practice || ctx.actor.kind !== "person") return
  const others = Object.entries(asked).filter(([field, value]) => value !== undefined && (field === "apiKey" || value !== institution[field as "apiUrl"]))
  if (others.length > 0) throw new AppError("refused", "The practice institution's key and addresses are the practice Alma's own, and stay so. Nothing was changed.")
}

function addressesIn({ loginUrl, ssoUrl, ssoMetadataUrl }: Prisma.InstitutionUncheckedUpdateInput) {
  return { loginUrl, ssoUrl, ssoMetadataUrl }
}

interface Connection {
  apiKey?: string | undefined
  apiUrl?: string | undefined
  almaCode: string | null
}

interface ChangedConnection extends AlmaProbe {
  url: string
  /** Only when a new one was given. */
  apiKey: string | undefined
  /** The new connection can't be shown to reach the Alma that the old one reached. */
  anotherAlma: boolean
}

async function probeChanged(ctx: ServiceContext, institution: Institution, { apiKey, apiUrl, almaCode }: Connection): Promise<ChangedConnection | null> {
  if (apiKey === undefined && apiUrl === undefined) return null
  const url = apiUrl === undefined ? institution.apiUrl : almaAddress(apiUrl, ctx.settings.allowHosts)
  const key = apiKey ?? unseal(ctx.keyring, apiKeyPlace(institution.id), institution.apiKeySealed)
  const probe = await probeAlma(url, key, createRequestBudget(ctx.db, institution.id))
  if (!institution.practice) requireThisAlma(probe, almaCode ?? almaCodeOf(institution.almaIdentity), institution.name)
  const sameAddress = url === institution.apiUrl
  const neverKnown = institution.almaIdentity === null || institution.practice
  const anotherAlma = neverKnown ? !sameAddress : probe.identity !== institution.almaIdentity
  if (anotherAlma) await refuseWhileOpen(ctx.db, institution, ANOTHER_ALMA)
  if (probe.identity !== null && !institution.practice) await refuseSameAlma(ctx, probe.identity, institution.id)
  return { ...probe, url, apiKey, anotherAlma }
}

function connectionOf(ctx: ServiceContext, institution: Institution, probe: ChangedConnection): Prisma.InstitutionUncheckedUpdateInput {
  const known = institution.practice ? {} : { almaIdentity: probe.identity, environment: probe.environment }
  const otherIdentity = probe.anotherAlma && probe.identity !== null
  return {
    apiUrl: probe.url,
    ...(probe.apiKey !== undefined && { apiKeySealed: seal(ctx.keyring, apiKeyPlace(institution.id), probe.apiKey) }),
    ...known,
    // The job's payload and what was proved belong to the Alma they were seen in.
    ...(otherIdentity && { jobId: null, jobParameters: NO_JSON, jobProvedAt: null, directProvedAt: null }),
  }
}

/** What was found at the address before says nothing of the new one. Nobody is told that it fell: nothing did. */
async function forgetLook(tx: Tx, ctx: ServiceContext, { id, checks }: Institution): Promise<void> {
  const found = { id: "sso.probe", status: "warn" as const, message: "The address of the campus sign-on was changed, and was not looked at yet.", fix: "Lantern looks every few minutes while it runs; check again then." }
  const kept = keptChecks(checks)
  if (!kept.some((check) => check.id === found.id)) return
  const merged = mergeChecks(kept, [found], ctx.clock().toISOString())
  await tx.institution.update({ where: { id }, data: { checks: merged.map((check) => ({ ...check })) as unknown as Prisma.InputJsonValue[] } })
}

const ANOTHER_ALMA = "and this key or address isn't shown to reach the same Alma"
const ANOTHER_ROUTE = "and the route can be changed only when it is closed"

async function refuseWhileOpen(db: Pick<ServiceContext["db"], "outage">, institution: Institution, why: string): Promise<void> {
  const open = await db.outage.findFirst({ where: { institutionId: institution.id, state: { not: "closed" } } })
  if (!open) return
  throw new AppError("refused", `${open.drill ? "A drill" : "An outage"} of ${institution.name} is open (${open.id}), ${why}. Nothing was changed.`)
}

function warningsFor(probe: ChangedConnection | null, institution: Institution, route = institution.route): string[] {
  if (!probe) return []
  const lost = probe.anotherAlma && probe.identity !== null && institution.jobId !== null
  return [...warningsOf(probe, route), ...(lost ? ["This is another Alma than before: paste its job payload."] : [])]
}

/** Whether an Alma allows the direct route, only an account shows (Ex Libris documents it as not supported). */
function directWarning({ route, directProvedAt }: Institution, chosen: Institution["route"] | undefined): string[] {
  if (chosen !== "direct" || chosen === route || directProvedAt !== null) return []
  return ["Nobody has seen yet that this Alma allows it. Prove it on one account now; where Alma refuses, go back to Alma's own job, or in an outage nobody is switched."]
}

/** Only what was given: an option left out stays as it is. */
function given<T extends Record<string, unknown>>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
