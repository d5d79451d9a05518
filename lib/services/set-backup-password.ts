import type { AlmaClient } from "@/lib/alma/alma-client"
import { appendAudit } from "@/lib/db/audit"
import type { BackupAdmin, Prisma } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import { readFacts, samePrimaryId } from "@/lib/domain/account-facts"
import { AppError } from "@/lib/domain/errors"
import { lastingPasswordBody } from "@/lib/domain/merge-user"
import { failureSentence } from "@/lib/domain/sentences"
import { newBackupPassword, openPassword, sealPassword } from "./backup-admin-password"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import type { FoundBackupAdmin } from "./find-backup-admin"

/** A PUT is made from a GET under 2 s old. */
const START_WRITE_WITHIN_MS = 1_500
/** Alma: the password rule. It was refused, so another password may be made. */
const PASSWORD_RULE = "500038"
const TRIES = 3

export interface WhenSet {
  /** What must still be so when the new password is written down: nobody has taken or brought it meanwhile. */
  only: { outAt: Date | null }
  /** What else changes with the password, in the same transaction. */
  data: Prisma.BackupAdminUpdateManyMutationInput
  also: (tx: Tx) => Promise<void>
}

/**
 * A new password in Alma, sealed here. It is written down before it is sent: whatever is lost, either the old one or this
 * one is right, and both are kept until `op=auth` has told which. A candidate that stands there from before is sent again,
 * the same one, so that a late answer changes nothing.
 * @returns `unknown` where Alma hasn't told yet
 * @throws AppError `refused` when it was surely not set
 */
export async function setBackupPassword(ctx: ServiceContext, found: FoundBackupAdmin, when: WhenSet): Promise<"set" | "unknown"> {
  const alma = ctx.almaFor(found.institution)
  for (let tries = 1; ; tries++) {
    const { row, isNew } = await writeDown(ctx, found, when.only)
    if (!isNew && (await isRight(alma, row, openPassword(ctx, row, "candidateSealed")!))) return promote(ctx, row, when)
    const sent = await send(alma, row, openPassword(ctx, row, "candidateSealed")!)
    if (sent.kind === "set") return promote(ctx, row, when)
    if (sent.kind === "unknown") return "unknown"
    // What was never sent, or was refused, can't land any more; one of an earlier try still may.
    if (isNew) await drop(ctx, row)
    if (!(isNew && sent.kind === "rule" && tries < TRIES)) throw new AppError("refused", `${sent.why} The password was not changed.`)
  }
}

/** Where a candidate stands there from before: whether Alma has it now. @returns the row as it is then */
export async function settleCandidate(ctx: ServiceContext, { institution, row }: FoundBackupAdmin): Promise<BackupAdmin> {
  const candidate = openPassword(ctx, row, "candidateSealed")
  if (candidate === null || !(await isRight(ctx.almaFor(institution), row, candidate))) return row
  await promote(ctx, row, { data: {}, also: (tx) => note(tx, ctx, row, "backup_admin.password_settled") })
  return ctx.db.backupAdmin.findUniqueOrThrow({ where: { id: row.id } })
}

async function writeDown(ctx: ServiceContext, { row }: FoundBackupAdmin, only: WhenSet["only"]): Promise<{ row: BackupAdmin; isNew: boolean }> {
  const candidateSealed = sealPassword(ctx, row, "candidateSealed", newBackupPassword(row.primaryId))
  const isNew = await ctx.db.$transaction(async (tx) => {
    const mine = await tx.backupAdmin.updateMany({ where: { id: row.id, candidateSealed: null, ...only }, data: { candidateSealed, candidateAt: ctx.clock() } })
    if (mine.count === 1) {
      await note(tx, ctx, row, "backup_admin.password_intended")
    }
    return mine.count === 1
  })
  const now = await ctx.db.backupAdmin.findFirst({ where: { id: row.id, ...only } })
  if (now === null || now.candidateSealed === null) throw new AppError("refused", "Somebody changed this account a moment ago. Nothing was changed by this click: look at the page again.")
  return { row: now, isNew }
}

type Sent = { kind: "set" } | { kind: "unknown" } | { kind: "rule" | "not_sent"; why: string }

async function send(alma: AlmaClient, row: BackupAdmin, password: string): Promise<Sent> {
  const put = await putPassword(alma, row.primaryId, password)
  if ("why" in put) return put
  const works = await alma.checkPassword(row.primaryId, password)
  if (works.kind === "ok") {
    if (works.value) return { kind: "set" }
    // A 200 that changed nothing, or an answer that was lost: the same once more, and then Alma is asked again later.
    const again = await putPassword(alma, row.primaryId, password)
    return "why" in again || !(await isRight(alma, row, password)) ? { kind: "unknown" } : { kind: "set" }
  }
  return put.kind === "put" ? { kind: "set" } : { kind: "unknown" }
}

async function putPassword(alma: AlmaClient, primaryId: string, password: string): Promise<{ kind: "put" | "lost" } | Extract<Sent, { why: string }>> {
  const read = await alma.getUser(primaryId)
  const readAt = performance.now()
  if (read.kind !== "ok") return { kind: "not_sent", why: failureSentence(read) }
  const facts = readFacts(read.value)
  if (!samePrimaryId(facts.primaryId, primaryId)) return { kind: "not_sent", why: `${primaryId} is another identifier of ${facts.primaryId} in Alma.` }
  if (facts.accountType !== "INTERNAL") return { kind: "not_sent", why: `${primaryId} is not Internal in Alma, so it has no password there.` }
  const startWithinMs = readAt + START_WRITE_WITHIN_MS - performance.now()
  const put = await alma.putUser(primaryId, lastingPasswordBody(read.value, password), { startWithinMs })
  if (put.kind === "ok") return { kind: "put" }
  if (put.kind === "unknown") return { kind: "lost" }
  const rule = put.kind === "refused" && put.error.code === PASSWORD_RULE
  return { kind: rule ? "rule" : "not_sent", why: failureSentence(put) }
}

async function isRight(alma: AlmaClient, { primaryId }: BackupAdmin, password: string): Promise<boolean> {
  const works = await alma.checkPassword(primaryId, password)
  return works.kind === "ok" && works.value
}

/** The candidate is the password now. Somebody who was faster has done the same. */
async function promote(ctx: ServiceContext, row: BackupAdmin, { data, also }: Pick<WhenSet, "data" | "also">): Promise<"set"> {
  const password = openPassword(ctx, row, "candidateSealed")!
  const passwordSealed = sealPassword(ctx, row, "passwordSealed", password)
  await ctx.db.$transaction(async (tx) => {
    const kept = { state: "kept", passwordSealed, passwordSetAt: ctx.clock(), candidateSealed: null, candidateAt: null }
    const mine = await tx.backupAdmin.updateMany({ where: { id: row.id, candidateSealed: row.candidateSealed }, data: { ...kept, ...data } })
    if (mine.count === 1) await also(tx)
  })
  return "set"
}

async function drop(ctx: ServiceContext, row: BackupAdmin): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const mine = await tx.backupAdmin.updateMany({ where: { id: row.id, candidateSealed: row.candidateSealed }, data: { candidateSealed: null, candidateAt: null } })
    if (mine.count === 1) await note(tx, ctx, row, "backup_admin.password_dropped")
  })
}

function note(tx: Tx, ctx: ServiceContext, { institutionId, primaryId }: BackupAdmin, action: string): Promise<void> {
  return appendAudit(tx, auditFrame(ctx, institutionId), [{ action, detail: { primaryId } }])
}
