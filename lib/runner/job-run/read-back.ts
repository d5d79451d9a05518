import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import { inParallel } from "@/lib/services/in-parallel"
import { readHeld } from "../read-held"
import type { StepContext } from "../step-context"
import { BY_HAND_WATCH_SECONDS, WATCH_SECONDS, secondsFrom } from "../step-context"
import { commitRun, over } from "./commit-run"
import { lookAtSet, setUnread } from "./look-at-set"
import { whyNoRepair } from "./run-notes"

/** Reads that must see External after the job before an account counts as not switched. */
const LOOKS = 3

/**
 * The job is over, or is taken for over: every member is read, whatever the job said of itself.
 * Those still External are looked at again, then go through one repair run, then to a person.
 */
export async function readBack(ctx: StepContext, claimed: JobRun): Promise<void> {
  const { run, unseen } = await lookAtSet(ctx, claimed)
  const members = await ctx.db.hold.findMany({ where: { jobRunId: run.id, state: "switching" }, orderBy: { id: "asc" } })
  const last = run.polls + 1 >= LOOKS
  let open = 0
  await inParallel(members, 16, async (hold) => {
    if (!(await settleMember(ctx, run, hold, last))) open += 1
  }, ctx.isStopping)
  if (ctx.isStopping()) return
  const records = unseen === "for good" ? [setUnread(run)] : []
  if (open > 0 || unseen === "for now") {
    await commitRun(ctx, run, { polls: run.polls + 1, dueAt: secondsFrom(ctx.clock(), last ? 5 : 2) }, records)
    return
  }
  if (run.setId && run.setDeletedAt === null) await ctx.alma.deleteSet(run.setId)
  await commitRun(ctx, run, over(ctx, "done", run.note), [...records, { action: "run.done", detail: { run: run.name } }])
}

/** @returns whether the member is settled; false when it must be read again */
async function settleMember(ctx: StepContext, run: JobRun, member: Hold, last: boolean): Promise<boolean> {
  const read = await readHeld(ctx, member, "change")
  if (read.kind === "failed") return false
  const at = ctx.clock()
  if (read.kind === "gone") {
    await move(ctx, run, member, { state: "needs_person", reason: read.reason, dueAt: secondsFrom(at, 60) })
    return true
  }
  const { hold, facts } = read
  const observed = { accountType: facts.accountType, externalId: facts.externalId, at: read.at }
  if (hold.desired !== "internal" || facts.accountType === "INTERNAL") {
    await move(ctx, run, hold, { state: "internal", reason: null, dueAt: secondsFrom(at, WATCH_SECONDS) }, observed)
    return true
  }
  if (!last) return false
  const barred = whyNoRepair(run)
  const repair = hold.repairs === 0 && barred === null
  const reason = barred ?? "Alma's job ended without switching this account, twice. Switch it by hand, or try again."
  await move(
    ctx,
    run,
    hold,
    repair
      ? { state: "waiting", reason: "Alma's job left this account out; it goes in the next run.", jobRunId: null, repairs: 1, dueAt: null }
      : { state: "needs_person", reason, dueAt: secondsFrom(at, BY_HAND_WATCH_SECONDS) },
    observed,
  )
  return true
}

interface Move {
  state: Hold["state"]
  reason: string | null
  dueAt: Date | null
  jobRunId?: null
  repairs?: number
}

async function move(
  ctx: StepContext,
  run: JobRun,
  hold: Hold,
  next: Move,
  observed?: { accountType: string; externalId: string; at: Date },
): Promise<void> {
  await commitRun(ctx, run, {}, [], async (tx) => {
    const [row] = await tx.$queryRaw<{ desired: string }[]>`
      select "desired"::text from "Hold"
      where "id" = ${hold.id}::uuid and "jobRunId" = ${run.id}::uuid and "state" = 'switching' for update`
    if (!row) return []
    // End may have come while the account was read; nobody else will say when it is due.
    const to: Move = row.desired === "internal" ? next : { state: "returning", reason: null, dueAt: ctx.clock() }
    await tx.hold.update({
      where: { id: hold.id },
      data: {
        ...to,
        stateSince: ctx.clock(),
        ...(observed && { observedType: observed.accountType, observedAt: observed.at }),
      },
    })
    if (observed) {
      const { at, accountType, externalId } = observed
      await tx.observation.create({ data: { holdId: hold.id, at, accountType, externalId, purpose: "after_switch" } })
      await settleIntent(tx, run, hold.id, observed)
    }
    return [{ holdId: hold.id, ...stateRecord("switching", to.state, to.reason) }]
  })
}

async function settleIntent(tx: Tx, run: JobRun, holdId: string, observed: { accountType: string; at: Date }): Promise<void> {
  await tx.intent.updateMany({
    where: { holdId, jobRunId: run.id, state: "sent" },
    data: { state: observed.accountType === "INTERNAL" ? "applied" : "unknown", settledAt: observed.at },
  })
}
