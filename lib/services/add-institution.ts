import { randomUUID } from "node:crypto"
import { appendAudit } from "@/lib/db/audit"
import type { Prisma } from "@/lib/db/generated/client"
import { isUniqueViolation } from "@/lib/db/prisma-values"
import { seal } from "@/lib/db/seal"
import type { Tx } from "@/lib/db/types"
import { requireEverywhere } from "@/lib/auth/permissions"
import { requireStepUp } from "@/lib/auth/step-up"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"
import { apiKeyPlace, auditFrame } from "./context"
import type { AddInstitutionInput } from "./institution-options"
import { addInstitutionInput, almaAddress, metadataAddress, pageAddress, ssoAddress } from "./institution-options"
import { parseInput } from "./parse-input"
import { type KeyRights, probeAlma, type ReachedAlma, requireThisAlma, warningsOf } from "./probe-alma"

export interface StoredInstitution {
  id: string
  code: string
  /** What the key can't do, a sentence each. */
  warnings: string[]
  /** What a key that was tried reaches and may do; null when none was tried, and `reaches` when it may not say. */
  key: { reaches: ReachedAlma | null; rights: KeyRights } | null
}

/**
 * Enters an institution with its key, whatever the key can do; what it can't is told.
 * @throws AppError `input` when the address isn't Alma's; `refused` when code or Alma are here already
 */
export async function addInstitution(ctx: ServiceContext, raw: AddInstitutionInput): Promise<StoredInstitution> {
  requireEverywhere(ctx.actor, "institution.manage")
  requireStepUp(ctx)
  const { apiKey, apiUrl, loginUrl, ssoUrl, ssoMetadataUrl, almaCode = null, ...input } = parseInput(addInstitutionInput, raw)
  const addresses = {
    apiUrl: almaAddress(apiUrl, ctx.settings.allowHosts),
    loginUrl: pageAddress(loginUrl, "login address"),
    ssoUrl: ssoUrl === undefined ? null : ssoAddress(ssoUrl),
    ssoMetadataUrl: ssoMetadataUrl === undefined ? null : metadataAddress(ssoMetadataUrl),
  }
  await refuseTaken(ctx, input.code, null)
  const probe = await probeAlma(addresses.apiUrl, apiKey)
  requireThisAlma(probe, almaCode, input.name)
  await refuseTaken(ctx, input.code, probe.identity)
  const id = randomUUID()
  const row = {
    id,
    ...input,
    ...addresses,
    timeZone: input.timeZone ?? "America/Chicago",
    apiKeySealed: seal(ctx.keyring, apiKeyPlace(id), apiKey),
    almaIdentity: probe.identity,
    environment: probe.environment,
  }
  try {
    await ctx.db.$transaction((tx) => storeInstitution(tx, ctx, row))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    await refuseTaken(ctx, input.code, probe.identity)
    throw error
  }
  const { reaches, rights } = probe
  return { id, code: input.code, warnings: warningsOf(probe, input.route ?? "job"), key: { reaches, rights } }
}

/** In the caller's transaction: the institution with its budget of requests and its first audit entry. */
export async function storeInstitution(
  tx: Tx,
  ctx: ServiceContext,
  row: Prisma.InstitutionUncheckedCreateInput & { id: string },
): Promise<void> {
  const { code, name, apiUrl, loginUrl, route = "job", environment } = row
  await tx.institution.create({ data: row })
  await tx.almaBudget.create({ data: { institutionId: row.id, tat: new Date(0) } })
  await appendAudit(tx, auditFrame(ctx, row.id), [
    { action: "institution.added", detail: { code, name, apiUrl, loginUrl, route, environment } },
  ])
}

async function refuseTaken(ctx: ServiceContext, code: string, identity: string | null): Promise<void> {
  const same = await ctx.db.institution.findUnique({ where: { code } })
  if (same) throw new AppError("refused", `There is an institution ${code} already (${same.name}). Nothing was stored.`)
  if (identity !== null) await refuseSameAlma(ctx, identity, null)
}

/** @throws AppError `refused` when another institution reaches the Alma with this identity */
export async function refuseSameAlma(ctx: ServiceContext, identity: string, besides: string | null): Promise<void> {
  const same = await ctx.db.institution.findUnique({ where: { almaIdentity: identity } })
  if (!same || same.id === besides) return
  throw new AppError("refused", `This key reaches the Alma of ${same.name} (${same.code}), which is entered already. Nothing was stored.`)
}
