import type { Command } from "commander"
import { readOutageStatus, findListedHolds } from "@/lib/db/outage-status"
import type { ServiceContext } from "@/lib/services/context"
import { endOutage } from "@/lib/services/end-outage"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { parseStaffList } from "@/lib/domain/staff-list"
import { EXIT, type ExitCode } from "./exit-codes"
import { oneOf } from "./option-values"
import { answerStatus } from "./outage-commands"
import { byHandText } from "./outage-text"
import { readText } from "./read-text"
import type { CommandRun, Work } from "./run-command"
import type { Awaited } from "./wait-for-outage"
import { closed, readExternal, returned, switched, waitForOutage } from "./wait-for-outage"

const LEFT = "Stopped waiting. The work stays where it is: any worker goes on with it (npm start, or lantern worker)."
const STAFF = ["--staff <file>", "one Primary ID a line, or CSV; - for stdin"] as const

/** Commands that move accounts: they ask for it, work beside any other worker, and wait. */
export function addMovingCommands(group: Command, perform: (work: Work) => Promise<void>): void {
  group
    .command("switch")
    .description("make everyone on the list who waits Internal, and wait for it")
    .argument("<id>")
    .option("--no-wait", "only ask: a worker must run elsewhere")
    .action((outageId: string, options: { wait: boolean }) =>
      perform(async (run) => {
        if (!options.wait) return askOnly(run, outageId)
        await askToSwitch(run, quiet(run.ctx), outageId)
        await startWork(run)
        const needsPerson = await waitAndAnswer(run, outageId, switched)
        await tellByHand(run, outageId)
        return codeFor(needsPerson)
      }),
    )

  group
    .command("end")
    .description("end the outage: return every account and watch it")
    .argument("<id>")
    .option("--wait <how-far>", "external: until each was read External once; closed: until the quiet period has passed", "closed")
    .action((outageId: string, options: { wait: string }) =>
      perform(async (run) => {
        const wait = oneOf(options.wait, ["external", "closed"], "--wait")
        await endOutage(quiet(run.ctx), { outageId })
        await startWork(run)
        if (wait === "closed") {
          run.out.message(`Every account goes back, and is then watched for ${run.ctx.settings.quietSeconds} seconds. Ctrl-C is safe: any worker goes on.`)
        }
        const needsPerson = await waitAndAnswer(run, outageId, wait === "closed" ? closed : readExternal)
        if (wait === "external") {
          run.out.message("Every account that could be returned was read External. The watch of the quiet period goes on in whatever worker runs, and closes the outage.")
        }
        return codeFor(needsPerson)
      }),
    )

  group
    .command("return")
    .description("return some accounts early")
    .argument("<id>")
    .requiredOption(...STAFF)
    .action((outageId: string, options: { staff: string }) =>
      perform(async (run) => {
        const text = await readText(options.staff)
        const { ctx } = run
        await returnAccounts(quiet(ctx), { outageId, text })
        await startWork(run)
        const primaryIds = parseStaffList(text).map((entry) => entry.primaryId)
        const chosen = new Set(await findListedHolds(ctx.db, ctx.actor, outageId, primaryIds))
        const needsPerson = await waitAndAnswer(run, outageId, returned(chosen))
        return codeFor(needsPerson.filter((id) => chosen.has(id)))
      }),
    )
}

async function startWork(run: CommandRun): Promise<void> {
  run.whenStopped(LEFT)
  await run.startWorker()
}

/** Nobody need be woken: the worker that this command starts next begins with all that is due. */
function quiet(ctx: ServiceContext): ServiceContext {
  return { ...ctx, wake: async () => {} }
}

/** An outage that is ending already is joined, not refused: nobody is switched in it any more. */
async function askToSwitch(run: CommandRun, ctx: ServiceContext, outageId: string): Promise<void> {
  const { state } = await readOutageStatus(ctx.db, ctx.actor, outageId)
  if (state === "ending") return run.out.message("This outage is ending: nobody is switched any more.")
  await switchAccounts(ctx, { outageId })
}

async function askOnly(run: CommandRun, outageId: string): Promise<void> {
  await askToSwitch(run, run.ctx, outageId)
  await answerStatus(run, outageId)
  run.out.message("Asked. A worker must run for it to happen: npm start, or lantern worker.")
}

/** @returns ids of accounts that need a person */
async function waitAndAnswer(run: CommandRun, outageId: string, awaited: Awaited): Promise<string[]> {
  const progress = await waitForOutage(run.ctx, run.out, outageId, awaited)
  await answerStatus(run, outageId)
  return progress.needsPerson
}

async function tellByHand({ ctx, out }: CommandRun, outageId: string): Promise<void> {
  const status = await readOutageStatus(ctx.db, ctx.actor, outageId)
  const byHand = status.accounts.filter((account) => account.state === "needs_person" && account.observed === "EXTERNAL")
  if (byHand.length > 0) out.message(byHandText(byHand.map((account) => account.primaryId)))
}

function codeFor(needsPerson: string[]): ExitCode {
  return needsPerson.length > 0 ? EXIT.needsPerson : EXIT.done
}
