import { readFile, readdir } from "node:fs/promises"
import path from "node:path"
import type { OwnScratchPostgres } from "@/lib/db/scratch-postgres"
import { adoptOutage } from "@/lib/services/adopt-outage"
import { endOutage } from "@/lib/services/end-outage"
import { Cell } from "./cell"
import { pickUp, returning, sweeping, switching } from "./journey"
import { judge } from "./judge"
import { openFaultLantern, type FaultLantern } from "./lantern"
import { ROUTES } from "./plan"
import type { CellResult } from "./run-cells"
import { stepsOf, TARGET, type StepRoute } from "./steps"

/** What the backup that is restored had heard of. */
export const BACKUPS = ["nothing", "declared"] as const
/** When it is restored. */
export const MOMENTS = ["switching", "internal", "collected", "returning"] as const

export interface RestoredCase {
  route: StepRoute
  backup: (typeof BACKUPS)[number]
  moment: (typeof MOMENTS)[number]
}

export function restoredCases(): RestoredCase[] {
  return ROUTES.flatMap((route) => BACKUPS.flatMap((backup) => MOMENTS.map((moment) => ({ route, backup, moment }))))
}

export const restoredKey = ({ route, backup, moment }: RestoredCase) => `restored-${backup}/${route}/${moment}`

/** An old backup is put in the database's place in the middle; the sheet tells what was forgotten, and all go back. */
export async function runRestored(one: RestoredCase, postgres: OwnScratchPostgres): Promise<CellResult> {
  const begun = performance.now()
  const seconds = () => Math.round((performance.now() - begun) / 100) / 10
  const place = await openFaultLantern({ quietSeconds: 3, workers: 0, poolSize: 16 }, postgres)
  const step = stepsOf(one.route).find((each) => each.id === "sweep")!
  const cell = await Cell.open(place, step, { mayMiss: true })
  try {
    await play(one, place, cell)
    return { ...(await judge(cell)), seconds: seconds() }
  } catch (error) {
    return { word: "FAIL", broken: [`the cell broke: ${error instanceof Error ? (error.stack ?? "").slice(0, 600) : String(error)}`], seconds: seconds() }
  } finally {
    await cell.close()
    await place.close()
  }
}

async function play({ backup, moment }: RestoredCase, place: FaultLantern, cell: Cell): Promise<void> {
  // Its epoch is known from the first start.
  await place.work(1)
  await place.stopWorking()
  const early = backup === "nothing" ? await place.backUp() : null
  await cell.declare()
  const file = early ?? (await place.backUp())
  await place.work(1)
  await reach(cell, place, moment)
  await place.stopWorking()
  await place.restore(file)
  await place.work(1)
  const told = await place.ctx.db.auditEntry.count({ where: { action: "epoch.restored_backup" } })
  if (told !== 1) cell.faults.push("nobody noticed that the database is a restored backup")
  const adoption = await adoptOutage(place.ctx, { text: await newestSheet(place, cell.outageId) })
  if (adoption.takenOver !== 3) cell.faults.push(`${adoption.takenOver} accounts were taken over`)
  await returning(cell)
  await sweeping(cell)
}

async function reach(cell: Cell, place: FaultLantern, moment: RestoredCase["moment"]): Promise<void> {
  const seen = (what: (one: { method: string; op: string | null }) => boolean) => cell.until(() => cell.alma.requests().some(what), 60)
  if (moment === "switching") {
    const asked = switching(cell)
    await seen((one) => one.op === "run" || one.method === "PUT")
    // What was asked goes on in Alma; nobody here waits for it.
    cell.giveUp()
    return asked
  }
  await switching(cell)
  if (moment === "internal") return
  await pickUp(cell)
  if (moment === "collected") return
  const before = cell.alma.requests().filter((one) => one.method === "PUT").length
  await endOutage(place.ctx, { outageId: cell.outageId })
  await cell.until(() => cell.alma.requests().filter((one) => one.method === "PUT").length > before || cell.alma.user(TARGET)?.external_id !== "", 60)
}

async function newestSheet(place: FaultLantern, outageId: string): Promise<string> {
  const folder = path.join(place.ctx.settings.dataDir, "sheets")
  const aside = (await readdir(folder)).find((name) => name.startsWith("before-restore-"))
  const names = await readdir(path.join(folder, aside ?? ""))
  return readFile(path.join(folder, aside ?? "", names.find((name) => name.includes(outageId)) ?? ""), "utf8")
}
