import type { Command } from "commander"
import { listOutages, readOutageStatus } from "@/lib/db/outage-status"
import { addAccounts } from "@/lib/services/add-accounts"
import { declareOutage } from "@/lib/services/declare-outage"
import { previewAccounts } from "@/lib/services/preview-accounts"
import { recoverySheet } from "@/lib/services/recovery-sheet"
import { numberOf } from "./option-values"
import { previewText, statusText } from "./outage-text"
import { readText } from "./read-text"
import type { CommandRun, Work } from "./run-command"
import { table } from "./table"

const STAFF = ["--staff <file>", "one Primary ID a line, or CSV; - for stdin"] as const

interface DeclareOptions {
  institution: string
  reason: string
  hours: string
  staff: string
  drill?: boolean
}

/** Commands that ask or tell, and come back at once. */
export function addOutageCommands(group: Command, perform: (work: Work) => Promise<void>): void {
  group
    .command("preview")
    .description("read every account and say what would happen; changes nothing")
    .requiredOption("--institution <code>")
    .requiredOption(...STAFF)
    .action((options: { institution: string; staff: string }) =>
      perform(async ({ ctx, out }) => {
        const preview = await previewAccounts(ctx, { institution: options.institution, text: await readText(options.staff) })
        const accounts = preview.accounts.map(({ primaryId, name, verdict, reason }) => ({ primaryId, name, verdict, reason }))
        out.answer({ accounts, counts: preview.counts }, previewText(preview))
      }),
    )

  group
    .command("declare")
    .description("declare an outage and write the list down; switches nothing")
    .requiredOption("--institution <code>")
    .requiredOption("--reason <text>")
    .requiredOption("--hours <number>", "how long it is expected to last")
    .requiredOption(...STAFF)
    .option("--drill", "a drill: marked as one, and left out of figures")
    .action((options: DeclareOptions) =>
      perform(async (run) => {
        const { institution, reason, drill } = options
        const input = { institution, reason, drill, hours: numberOf(options.hours), text: await readText(options.staff) }
        await answerStatus(run, await declareOutage(run.ctx, input))
        run.out.message("Nothing is switched yet: lantern outage switch does it.")
      }),
    )

  group
    .command("add")
    .description("put late joiners on the list; switches nothing")
    .argument("<id>")
    .requiredOption(...STAFF)
    .action((outageId: string, options: { staff: string }) =>
      perform(async (run) => {
        const { added } = await addAccounts(run.ctx, { outageId, text: await readText(options.staff) })
        await answerStatus(run, outageId)
        run.out.message(added === 0 ? "Nobody was added." : `${added} added and waiting: lantern outage switch switches them.`)
      }),
    )

  group
    .command("status")
    .description("how an outage stands")
    .argument("<id>")
    .action((outageId: string) => perform((run) => answerStatus(run, outageId)))

  group
    .command("list")
    .description("outages, the newest first")
    .option("--institution <code>")
    .action((options: { institution?: string }) =>
      perform(async ({ ctx, out }) => {
        const outages = await listOutages(ctx.db, ctx.actor, options.institution)
        const rows = outages.map((row) => [row.institution, row.state, row.id, row.declaredAt.slice(0, 16).replace("T", " "), row.total, row.needsPerson, row.drill ? `Drill: ${row.reason}` : row.reason])
        const text = table(["CODE", "STATE", "ID", "DECLARED (UTC)", "ACCOUNTS", "NEED A PERSON", "REASON"], rows)
        out.answer({ outages }, rows.length === 0 ? "No outage was ever declared here." : text)
      }),
    )

  group
    .command("sheet")
    .description("the recovery sheet: whom to return by hand, should every machine be down")
    .argument("<id>")
    .action((outageId: string) =>
      perform(async ({ ctx, out }) => {
        const sheet = await recoverySheet(ctx, outageId)
        out.answer({ id: outageId, sheet }, sheet)
      }),
    )
}

export async function answerStatus({ ctx, out }: CommandRun, outageId: string): Promise<void> {
  const status = await readOutageStatus(ctx.db, ctx.actor, outageId)
  out.answer(status, statusText(status))
}
