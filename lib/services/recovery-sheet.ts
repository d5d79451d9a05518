import { createHmac, timingSafeEqual } from "node:crypto"
import { mkdir, open, rename } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution, Outage } from "@/lib/db/generated/client"
import type { Keyring } from "@/lib/db/keyring"
import { findOutage } from "@/lib/db/scope"
import type { Db, Tx } from "@/lib/db/types"
import type { OriginalFacts } from "@/lib/domain/account-facts"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { openOriginal } from "./original-facts"
import { sheetText } from "./recovery-sheet-text"

const accountSchema = z.object({
  primaryId: z.string(),
  name: z.string().nullable(),
  externalId: z.string(),
  accountType: z.string(),
  segments: z.array(z.object({ list: z.string(), key: z.string(), segment: z.string() })),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  state: z.string(),
})
const sheetSchema = z.object({
  version: z.literal(1),
  outageId: z.string(),
  institution: z.string(),
  number: z.number(),
  issuedAt: z.string(),
  /** Of the database at that time; see architecture, "Storage". */
  epoch: z.number().nullable(),
  accounts: z.array(accountSchema),
})
export type RecoverySheet = z.infer<typeof sheetSchema>

const BEGIN = "-----BEGIN LANTERN RECOVERY SHEET-----"
const END = "-----END LANTERN RECOVERY SHEET-----"

/** The sheet of this moment, for people and, in its last part, for a Lantern that lost its database. */
export async function recoverySheet(ctx: ServiceContext, outageId: string): Promise<string> {
  const outage = await findOutage(ctx.db, ctx.actor, outageId, "outage.change")
  return sheetOf(ctx, ctx.db, outage)
}

/**
 * Writes the sheet beside the database, under the next number: `sheets/CODE-OUTAGE.txt` in the data
 * folder, readable by its owner alone. Nothing is on record as issued before the file is on disk.
 */
export async function issueRecoverySheet(ctx: ServiceContext, outageId: string, why: string): Promise<void> {
  const outage = await findOutage(ctx.db, ctx.actor, outageId, "outage.change")
  await ctx.db.$transaction(
    async (tx) => {
      const numbered = await tx.outage.update({ where: { id: outage.id }, data: { sheetNumber: { increment: 1 } } })
      const text = await sheetOf(ctx, tx, { ...outage, sheetNumber: numbered.sheetNumber })
      await writeWhole(sheetFile(ctx, outage), text)
      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [
        { action: "sheet.issued", outageId: outage.id, detail: { number: numbered.sheetNumber, why } },
      ])
    },
    { timeout: 60_000 },
  )
}

export function sheetFile(ctx: ServiceContext, outage: { id: string; institution: { code: string } }): string {
  return path.join(ctx.settings.dataDir, "sheets", `${outage.institution.code}-${outage.id}.txt`)
}

/** Whether this is a sheet of ours, unchanged. One that isn't may be shown, and is never acted on. */
export function verifyRecoverySheet(
  keyring: Keyring,
  text: string,
): { ok: true; sheet: RecoverySheet } | { ok: false; why: string } {
  // The last ones: what people wrote may hold anything, and stands before.
  const from = text.lastIndexOf(BEGIN)
  const to = text.lastIndexOf(END)
  if (from < 0 || to < from) return { ok: false, why: "This text has no part for Lantern: it is not a whole recovery sheet." }
  const block = text.slice(from + BEGIN.length, to).replace(/[^A-Za-z0-9+/=]/g, "")
  const signature = /Signature:\s*([0-9a-f]{64})/i.exec(text.slice(to))?.[1]
  if (!signature) return { ok: false, why: "The sheet's signature is missing." }
  if (!timingSafeEqual(Buffer.from(signature, "hex"), macOf(keyring, block))) {
    return { ok: false, why: "The sheet was changed, or is not from this Lantern." }
  }
  const sheet = sheetSchema.safeParse(JSON.parse(Buffer.from(block, "base64").toString("utf8")))
  return sheet.success ? { ok: true, sheet: sheet.data } : { ok: false, why: "The sheet is of another version of Lantern." }
}

type SheetOutage = Outage & { institution: Institution }

async function sheetOf(ctx: ServiceContext, db: Db | Tx, outage: SheetOutage): Promise<string> {
  const holds = await db.hold.findMany({
    where: {
      outageId: outage.id,
      original: { not: null },
      OR: [{ intendedAt: { not: null }, state: { notIn: ["returned", "left_alone"] } }, { state: "waiting" }],
    },
    orderBy: [{ createdAt: "asc" }, { primaryIdKey: "asc" }],
  })
  const epoch = await db.epoch.findUnique({ where: { id: 1 } })
  const sheet: RecoverySheet = {
    version: 1,
    outageId: outage.id,
    institution: outage.institution.code,
    number: outage.sheetNumber,
    issuedAt: ctx.clock().toISOString(),
    epoch: epoch?.value ?? null,
    accounts: holds.map((hold) => accountOf(hold, openOriginal(ctx, hold))),
  }
  const block = Buffer.from(JSON.stringify(sheet)).toString("base64")
  const machine = [BEGIN, ...(block.match(/.{1,76}/g) ?? []), END, `Signature: ${macOf(ctx.keyring, block).toString("hex")}`]
  return `${sheetText(sheet, outage)}\n${machine.join("\n")}\n`
}

function accountOf(hold: Hold, original: OriginalFacts): RecoverySheet["accounts"][number] {
  const { externalId, accountType, segments, identifiers } = original
  return { primaryId: hold.primaryId, name: hold.name, externalId, accountType, segments, identifiers, state: hold.state }
}

function macOf(keyring: Keyring, block: string): Buffer {
  return createHmac("sha256", keyring.key("recovery-sheet")).update(block).digest()
}

/** Either the old file stands there or the new one, whole and on disk. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  const handle = await open(draft, "w", 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  const folder = await open(path.dirname(file), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
