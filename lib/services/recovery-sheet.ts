import { mkdir } from "node:fs/promises"
import path from "node:path"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution, Outage } from "@/lib/db/generated/client"
import { findOutage } from "@/lib/db/scope"
import type { Db, Tx } from "@/lib/db/types"
import { writeWhole } from "@/lib/db/write-whole"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { openOriginal } from "./original-facts"
import type { RecoverySheet, SheetAccount } from "./recovery-sheet-format"
import { signedPart } from "./recovery-sheet-format"
import { sheetText } from "./recovery-sheet-text"

/** The sheet of this moment, for people and, in its last part, for a Lantern that lost its database. */
export async function recoverySheet(ctx: ServiceContext, outageId: string): Promise<string> {
  const outage = await findOutage(ctx.db, ctx.actor, outageId, "outage.change")
  return sheetOf(ctx, ctx.db, outage, [])
}

/**
 * Writes the sheet beside the database, under the next number: `sheets/CODE-OUTAGE.txt` in the data
 * folder, readable by its owner alone. Nothing is on record as issued before the file is on disk.
 * `aboutToSwitch`: holds that Alma may be asked for from now on.
 */
export async function issueRecoverySheet(ctx: ServiceContext, outageId: string, why: string, aboutToSwitch: string[] = []): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, outageId, "outage.change")
  await ctx.db.$transaction(
    async (tx) => {
      const numbered = await tx.outage.update({ where: { id: outage.id }, data: { sheetNumber: { increment: 1 } } })
      const text = await sheetOf(ctx, tx, { ...outage, sheetNumber: numbered.sheetNumber }, aboutToSwitch)
      const file = sheetFile(ctx, outage)
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
      await writeWhole(file, text)
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        { action: "sheet.issued", outageId: outage.id, detail: { number: numbered.sheetNumber, why } },
      ])
    },
    { timeout: 60_000 },
  )
}

export function sheetFolder(ctx: ServiceContext): string {
  return path.join(ctx.settings.dataDir, "sheets")
}

export function sheetFile(ctx: ServiceContext, outage: { id: string; institution: { code: string } }): string {
  return path.join(sheetFolder(ctx), `${outage.institution.code}-${outage.id}.txt`)
}

type SheetOutage = Outage & { institution: Institution }

async function sheetOf(ctx: ServiceContext, db: Db | Tx, outage: SheetOutage, aboutToSwitch: string[]): Promise<string> {
  const holds = await db.hold.findMany({
    where: {
      outageId: outage.id,
      original: { not: null },
      OR: [{ intendedAt: { not: null }, state: { notIn: ["returned", "left_alone"] } }, { state: "waiting" }],
    },
    orderBy: [{ createdAt: "asc" }, { primaryIdKey: "asc" }],
  })
  const epoch = await db.epoch.findUnique({ where: { id: 1 } })
  const asked = new Set(aboutToSwitch)
  const { reason, since, expectedHours, declaredAt, declaredBy, drill } = outage
  const sheet: RecoverySheet = {
    version: 2,
    outageId: outage.id,
    institution: outage.institution.code,
    almaIdentity: outage.institution.almaIdentity,
    outage: { reason, since: since.toISOString(), expectedHours, declaredAt: declaredAt.toISOString(), declaredBy, drill },
    number: outage.sheetNumber,
    issuedAt: ctx.clock().toISOString(),
    epoch: epoch?.value ?? null,
    accounts: holds.map((hold) => accountOf(ctx, hold, asked)),
  }
  return `${sheetText(sheet, outage)}\n${signedPart(ctx.keyring, sheet)}\n`
}

function accountOf(ctx: ServiceContext, hold: Hold, aboutToSwitch: Set<string>): SheetAccount {
  const { lastName, externalId, accountType, segments, identifiers } = openOriginal(ctx, hold)
  const { primaryId, name, state } = hold
  // With the direct way nothing is written between the wish and the PUT.
  const asked = hold.intendedAt !== null || hold.desired === "internal" || aboutToSwitch.has(hold.id)
  const wantedBack = hold.desired === "external"
  return { primaryId, name, lastName, externalId, accountType, segments, identifiers, state, asked, wantedBack }
}
