import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import { LEASE_SECONDS, claimDueHolds, claimDueJobRun, releaseJobRun, renewHold, renewJobRun, shortenLease } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import { FenceLost } from "@/lib/domain/errors"
import type { ServiceContext } from "@/lib/services/context"
import { formJobRun } from "./job-run/form-job-run"
import { stepJobRun } from "./job-run/step-job-run"
import { Nudge } from "./nudge"
import { advanceProofs } from "./proof/advance-proofs"
import { settleOutages } from "./settle-outages"
import type { StepContext } from "./step-context"
import { stepHold } from "./step-hold"

/** Accounts in work at once; the institution's budget of requests sets the pace, this only fills it. */
const WIDTH = 24

const WAIT_HERE_MS = 2_500
/** While the other half of the work goes on, this one looks again this often, or when it is nudged. */
const LOOK_AGAIN_MS = 1_000

export interface ReconcileOptions {
  owner: string
  /** No new work is begun once this says true. */
  isOver: () => boolean
  isStopping: () => boolean
  onError: (error: unknown) => void
  /** Tells that something may be due now. */
  nudge?: Nudge
  /** Accounts in work at once, at most. */
  width?: () => number
}

/**
 * Looks at what one institution wants, what was last observed and what is due, and does it until
 * nothing is due. A click, a timer, a boot and a cron all come here; being called twice, or by
 * several workers at once, changes nothing. Accounts and the job run go side by side: neither waits
 * for the other, however long a list the run has to read.
 * @returns when something is due next; null when nothing is
 */
export async function reconcile(ctx: ServiceContext, institutionId: string, options: ReconcileOptions): Promise<Date | null> {
  const nudge = options.nudge ?? new Nudge()
  const busy = new Set<string>()
  // Both halves leave together: what one does may be work for the other.
  let left = false
  const half = async (name: string, work: (ctx: StepContext) => Promise<number>): Promise<void> => {
    while (!options.isOver() && !left) {
      busy.add(name)
      const step = await stepContext(ctx, institutionId, options)
      const done = await work(step)
      await advanceProofs(step)
      await settleOutages(step)
      busy.delete(name)
      if (done > 0) {
        nudge.now()
        continue
      }
      const next = await nextDue(ctx, institutionId)
      const wait = next === null ? Infinity : next.getTime() - Date.now()
      const alone = busy.size === 0
      // What is due in a moment is waited for here; a wake-up through the queue would take longer.
      if (alone && wait > WAIT_HERE_MS) return
      // While accounts are in work some are always due: that is no work for the run, nor the other way round.
      await nudge.wait(alone ? Math.max(20, wait) : LOOK_AGAIN_MS)
    }
  }
  const leave = () => {
    left = true
    nudge.now()
  }
  // One that breaks takes the other along, and both have stopped before anybody is told.
  const ended = await Promise.allSettled([
    half("holds", (step) => drainHolds(step, options)).finally(leave),
    half("run", (step) => driveJobRun(step, options)).finally(leave),
  ])
  for (const one of ended) if (one.status === "rejected") throw one.reason
  return nextDue(ctx, institutionId)
}

async function stepContext(ctx: ServiceContext, institutionId: string, options: ReconcileOptions): Promise<StepContext> {
  const institution = await ctx.db.institution.findUniqueOrThrow({ where: { id: institutionId } })
  const backupAdminIds = await backupAdminIdsOf(ctx.db, institution)
  return { ...ctx, owner: options.owner, institution, backupAdminIds, alma: ctx.almaFor(institution), isStopping: options.isStopping }
}

/** Keeps as many holds in work as may be, until none is due. */
async function drainHolds(ctx: StepContext, options: ReconcileOptions): Promise<number> {
  const working = new Set<Promise<void>>()
  let done = 0
  for (;;) {
    const width = options.width?.() ?? WIDTH
    const room = width - working.size
    const claimed =
      options.isOver() || room < width / 2 ? [] : await claimDueHolds(ctx.db, ctx.institution.id, ctx.owner, room)
    for (const hold of claimed) {
      const work: Promise<void> = workOn(ctx, hold, options).finally(() => working.delete(work))
      working.add(work)
      done += 1
    }
    if (working.size === 0) return done
    await Promise.race(working)
  }
}
async function workOn(ctx: StepContext, hold: Hold, options: ReconcileOptions): Promise<void> {
  const ended = await withLease(
    () => renewHold(ctx.db, hold.id, hold.fence),
    () => stepHold(ctx, hold),
    options,
  )
  // Overtaken by somebody's wish, not by another owner: what is wanted now must not wait for the lease.
  if (ended === "overtaken") await shortenLease(ctx.db, hold.id, hold.fence)
}

/** Forms a run where one is wanted, and takes the institution's run as far as it goes now. */
async function driveJobRun(ctx: StepContext, options: ReconcileOptions): Promise<number> {
  let done = 0
  while (!options.isOver()) {
    if (await formJobRun(ctx)) done += 1
    const run = await claimDueJobRun(ctx.db, ctx.institution.id, ctx.owner)
    if (!run) return done
    done += 1
    const ended = await withLease(
      () => renewJobRun(ctx.db, run.id, run.fence),
      () => stepJobRun(ctx, run),
      options,
    )
    // A step that broke is taken up when its lease is over; given back at once it would break in a busy loop.
    if (ended === "broken") return done
    await releaseJobRun(ctx.db, run.id, run.fence)
  }
  return done
}

/**
 * Does a step while its lease is kept alive. A step that was taken over stops at its next commit;
 * any other error leaves the row to be taken up again when the lease runs out.
 */
async function withLease(
  renew: () => Promise<boolean>,
  work: () => Promise<void>,
  options: ReconcileOptions,
): Promise<"done" | "overtaken" | "broken"> {
  const timer = setInterval(() => void renew().catch(options.onError), (LEASE_SECONDS * 1000) / 3)
  try {
    await work()
    return "done"
  } catch (error) {
    if (error instanceof FenceLost) return "overtaken"
    options.onError(error)
    return "broken"
  } finally {
    clearInterval(timer)
  }
}

async function nextDue(ctx: ServiceContext, institutionId: string): Promise<Date | null> {
  // Told as a wait, on the database's clock: against ours, a wrong clock would make a busy loop.
  const [row] = await ctx.db.$queryRaw<{ waitMs: number | null }[]>`
    select extract(epoch from min(greatest("dueAt", coalesce("leaseUntil", "dueAt"))) - clock_timestamp())::float8 * 1000 as "waitMs" from (
      select "dueAt", "leaseUntil" from "Hold" where "institutionId" = ${institutionId}::uuid and "dueAt" is not null
      union all
      select "dueAt", "leaseUntil" from "JobRun"
      where "institutionId" = ${institutionId}::uuid and "dueAt" is not null and "state" not in ('done', 'cancelled')
    ) due`
  const waitMs = row?.waitMs ?? null
  return waitMs === null ? null : new Date(Date.now() + waitMs)
}
