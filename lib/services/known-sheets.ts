import { mkdir, readFile, readdir, rename } from "node:fs/promises"
import path from "node:path"
import { LANTERN_CHAIN } from "@/lib/db/audit"
import type { Db, Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"
import { sheetFolder } from "./recovery-sheet"
import type { RecoverySheet } from "./recovery-sheet-format"
import { verifyRecoverySheet } from "./recovery-sheet-format"

const ASIDE = "before-restore-"

export const EPOCH_RESTORED = "epoch.restored_backup"

/**
 * The sheets of the time that a restored database has forgotten are put where no new sheet of the
 * same outage takes their place. Called again it changes nothing.
 */
export async function setSheetsAside(ctx: ServiceContext, epoch: number): Promise<void> {
  const folder = sheetFolder(ctx)
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".txt"))
  if (names.length === 0) return
  const aside = path.join(folder, `${ASIDE}${epoch}`)
  await mkdir(aside, { recursive: true, mode: 0o700 })
  for (const name of names) await rename(path.join(folder, name), path.join(aside, name))
}

export interface KnownSheets {
  /** The highest number that the database has on record from the sheet's own time; 0 where there is none. */
  onRecord: number
  /** The highest number of all that is known from that time, files that verify included. */
  newest: number
}

/**
 * What is known of an outage's sheets. After a restore the numbers begin again where the backup stood,
 * so sheets from before are only ever compared with sheets from before.
 */
export async function knownSheets(ctx: ServiceContext, tx: Db | Tx, sheet: RecoverySheet): Promise<KnownSheets> {
  const restore = await tx.auditEntry.findFirst({ where: { chain: LANTERN_CHAIN, action: EPOCH_RESTORED }, orderBy: { seq: "desc" } })
  const boundary = restore === null ? -1 : (JSON.parse(restore.detail) as { outside: number }).outside
  const isOfBefore = (one: RecoverySheet) => (one.epoch ?? 0) <= boundary
  const before = isOfBefore(sheet)
  const issued = await tx.auditEntry.findMany({ where: { outageId: sheet.outageId, action: "sheet.issued" }, select: { at: true, detail: true } })
  const onRecord = issued
    .filter((entry) => !before || entry.at < restore!.at)
    .map((entry) => (JSON.parse(entry.detail) as { number: number }).number)
  const onDisk = (await sheetsOnDisk(ctx, sheet)).filter((one) => isOfBefore(one) === before).map((one) => one.number)
  return { onRecord: Math.max(0, ...onRecord), newest: Math.max(0, ...onRecord, ...onDisk) }
}

async function sheetsOnDisk(ctx: ServiceContext, { institution, outageId }: RecoverySheet): Promise<RecoverySheet[]> {
  const folder = sheetFolder(ctx)
  const aside = (await namesIn(folder)).filter((name) => name.startsWith(ASIDE))
  const files = ["", ...aside].map((name) => path.join(folder, name, `${institution}-${outageId}.txt`))
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")))
  return texts.flatMap((text) => {
    const read = verifyRecoverySheet(ctx.keyring, text)
    return read.ok && read.sheet.outageId === outageId ? [read.sheet] : []
  })
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
