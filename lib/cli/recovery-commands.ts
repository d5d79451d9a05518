import type { Command } from "commander"
import { env, epochFile } from "@/lib/env"
import type { Adoption } from "@/lib/services/adopt-outage"
import { adoptOutage } from "@/lib/services/adopt-outage"
import { checkEpoch, RESTORED_BACKUP } from "@/lib/services/check-epoch"
import { readText } from "./read-text"
import type { Work } from "./run-command"
import { table } from "./table"

export function addRecoveryCommands(group: Command, perform: (work: Work) => Promise<void>): void {
  group
    .command("adopt")
    .description("after an old backup was restored: take over the accounts on a recovery sheet that the database has forgotten")
    .requiredOption("--sheet <file>", "the newest recovery sheet of the outage; - for stdin")
    .option("--dry-run", "only show what would be taken over")
    .action((options: { sheet: string; dryRun?: boolean }) =>
      perform(async ({ ctx, out }) => {
        const text = await readText(options.sheet)
        const dryRun = options.dryRun === true
        // Whoever restores a backup may come here before anything else has looked at it.
        if (!dryRun && (await checkEpoch(ctx, epochFile(env())))) out.message(RESTORED_BACKUP)
        const adoption = await adoptOutage(ctx, { text, dryRun })
        out.answer({ ...adoption, dryRun }, adoptionText(adoption, dryRun))
        if (dryRun) return out.message("Nothing was changed.")
        if (adoption.takenOver > 0) out.message(nextStep(adoption))
      }),
    )
}

const WHAT_WORDS: Record<Adoption["accounts"][number]["what"], string> = {
  taken_over: "taken over",
  known: "known here: left as it is",
  held_elsewhere: "held by another outage: left as it is",
  not_asked: "never asked to be switched: left as it is",
}

const OUTAGE_WORDS: Record<Adoption["outage"], string> = {
  open: "is open here",
  closed: "is closed here",
  forgotten: "is not known here any more",
}

function adoptionText(adoption: Adoption, dryRun: boolean): string {
  const { institution, outageId, outage, sheetNumber, issuedAt, accounts, takenOver } = adoption
  const what = `${takenOver} of ${accounts.length} accounts ${dryRun ? "would be" : "are"} taken over.`
  const head = `${institution}: outage ${outageId} ${OUTAGE_WORDS[outage]}. Sheet No. ${sheetNumber} of ${issuedAt.slice(0, 16).replace("T", " ")} UTC: ${what}`
  const rows = accounts.map((one) => [one.primaryId, one.name, one.externalId, WHAT_WORDS[one.what]])
  return accounts.length === 0 ? head : `${head}\n\n${table(["PRIMARY ID", "NAME", "EXTERNAL ID", ""], rows)}`
}

function nextStep({ desired, outageId }: Adoption): string {
  return desired === "internal"
    ? `They are held Internal again. When sign-on is back: lantern outage end ${outageId}`
    : `They are on their way back to External: any worker does it (npm start, or lantern worker). See: lantern outage status ${outageId}`
}
