import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import path from "node:path"
import { appendAudit, LANTERN_CHAIN } from "@/lib/db/audit"
import type { Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { EPOCH_RESTORED, setSheetsAside } from "./known-sheets"

/** Far above any fence that a worker of the time before the restore may still hold. */
const FENCE_LEAP = 1_000_000

/**
 * Compares the epoch in the database with the one kept outside it, and raises both. A database that
 * is behind is a restored backup: it has forgotten what came after it. Then open codes die, fences
 * leap so that no earlier worker commits, every open account is read again, and the recovery sheets
 * of before are put aside. Done at every start and every minute: a backup older than that is noticed.
 * @returns true when the database is a restored backup
 */
export async function checkEpoch(ctx: ServiceContext, epochFile: string): Promise<boolean> {
  const outside = Number((await readFile(epochFile, "utf8").catch(() => "0")).trim()) || 0
  const { value, restored } = await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`insert into "Epoch" ("id", "value") values (1, 0) on conflict do nothing`
    const [row] = await tx.$queryRaw<{ value: number }[]>`select "value" from "Epoch" where "id" = 1 for update`
    const restored = row!.value < outside
    const value = Math.max(row!.value, outside) + 1
    await tx.epoch.update({ where: { id: 1 }, data: { value } })
    if (restored) {
      await tx.pickupCode.updateMany({ where: { state: { in: ["live", "claimed"] } }, data: { state: "dead" } })
      await tx.voucherKey.deleteMany()
      await endWhatWasEnded(tx, ctx.clock())
      // What was read before the restore says nothing of today: a run that is taken up reads its members anew.
      await tx.$executeRaw`
        update "Hold" set "fence" = "fence" + ${FENCE_LEAP}, "leaseUntil" = null,
          "observedAt" = case when "state" in ('waiting', 'switching') then null else "observedAt" end`
      await tx.$executeRaw`update "JobRun" set "fence" = "fence" + ${FENCE_LEAP}, "leaseUntil" = null`
      await tx.hold.updateMany({
        where: { state: { notIn: ["returned", "left_alone", "waiting", "switching"] }, acceptedAt: null },
        data: { dueAt: ctx.clock() },
      })
      await setSheetsAside(ctx, outside)
      await appendAudit(tx, auditFrame(ctx, LANTERN_CHAIN), [
        { action: EPOCH_RESTORED, detail: { database: row!.value, outside } },
      ])
    }
    return { value, restored }
  })
  await mkdir(path.dirname(epochFile), { recursive: true })
  const draft = `${epochFile}.${process.pid}`
  await writeFile(draft, `${value}\n`, { mode: 0o600 })
  await rename(draft, epochFile)
  return restored
}

/** Sessions, links and begun sign-ins that had been ended or used up since are good again in a backup: none of them stays. */
async function endWhatWasEnded(tx: Tx, at: Date): Promise<void> {
  await tx.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: at } })
  await tx.signInLink.updateMany({ where: { usedAt: null, expiresAt: { gt: at } }, data: { expiresAt: at } })
  await tx.signInChallenge.updateMany({ where: { usedAt: null }, data: { usedAt: at } })
  await tx.passkeyChallenge.updateMany({ where: { usedAt: null }, data: { usedAt: at } })
  await tx.staffEnrolment.updateMany({ where: { linkExpiresAt: { gt: at } }, data: { linkExpiresAt: at } })
}

/** What to tell the operator. */
export const RESTORED_BACKUP =
  "This database is a restored backup: it has forgotten what came after it. Open pick-up codes, sign-in links and sessions were " +
  "ended. Who was disabled, lost a role or changed a password since then has it as before: look at Settings, People. " +
  "The recovery sheets of before now stand in sheets/before-restore-… in the data folder. For each of them: " +
  "lantern outage adopt --sheet FILE takes over the accounts that were forgotten; with --dry-run it only shows them."
