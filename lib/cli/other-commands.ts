import type { Command } from "commander"
import { issueCodes } from "@/lib/services/issue-codes"
import { verifyAuditChains } from "@/lib/services/verify-audit-chains"
import { EXIT } from "./exit-codes"
import { oneOf } from "./option-values"
import { readText } from "./read-text"
import type { Work } from "./run-command"
import { table } from "./table"

export function addOtherCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("codes")
    .description("pick-up codes")
    .command("issue")
    .description("issue codes: for those who have none and haven't collected, or for those named")
    .argument("<id>", "the outage")
    .option("--staff <file>", "only for these; - for stdin")
    .option("--kind <kind>", "slip: for paper, 24 hours; live: in person, 10 minutes", "slip")
    .action((outageId: string, options: { staff?: string; kind: string }) =>
      perform(async ({ ctx, out }) => {
        const kind = oneOf(options.kind, ["slip", "live"], "--kind")
        const staff = options.staff === undefined ? undefined : await readText(options.staff)
        const issued = await issueCodes(ctx, { outageId, kind, staff })
        const codes = issued.map(({ primaryId, code, expiresAt }) => ({ primaryId, code, expiresAt }))
        const rows = issued.map((each) => [each.primaryId, each.name, each.code, each.expiresAt.slice(0, 16).replace("T", " ")])
        out.answer({ codes }, rows.length === 0 ? "Nobody needs a code now." : table(["PRIMARY ID", "NAME", "CODE", "UNTIL (UTC)"], rows))
      }),
    )

  program
    .command("worker")
    .description("do the work of this Lantern until stopped")
    .action(() =>
      perform(async ({ out, interrupt, startWorker }) => {
        await startWorker()
        out.message("Working. Ctrl-C stops; what is under way goes on at the next start.")
        await interrupt.wait()
        out.answer({ stopped: true }, "")
        return EXIT.done
      }),
    )

  program
    .command("audit")
    .description("the record of everything that was done")
    .command("verify")
    .description("recompute every chain; exits with 1 when one is broken")
    .action(() =>
      perform(async ({ ctx, out }) => {
        const chains = await verifyAuditChains(ctx)
        const broken = chains.filter((chain) => chain.broken !== null)
        const rows = chains.map(({ name, entries, broken: fault }) => [name, entries, fault ? `broken at entry ${fault.seq}: ${fault.what}` : "whole"])
        out.answer({ ok: broken.length === 0, chains }, table(["CHAIN", "ENTRIES", ""], rows))
        for (const { name, broken: fault } of broken) out.message(`The audit chain of ${name} is broken at entry ${fault!.seq}: ${fault!.what}.`)
        return broken.length === 0 ? EXIT.done : EXIT.failed
      }),
    )
}
