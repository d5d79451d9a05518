import { setTimeout as delay } from "node:timers/promises"
import { LEASE_SECONDS, claimDueHolds, claimDueJobRun, releaseJobRun, renewHold, renewJobRun, shortenLease } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import { FenceLost } from "@/lib/domain/errors"
import type { ServiceContext } from "@/lib/services/context"
import { formJobRun } from "./job-run/form-job-run"
import { stepJobRun } from "./job-run/step-job-run"
import { settleOutages } from "./settle-outages"
import type { StepContext } from "./step-context"
import { stepHold } from "./step-hold"

/** Accounts in work at once; the institution's budget of requests sets the pace, this only fills it. */
const WIDTH = 24

const WAIT_HERE_MS = 2_500

export interface ReconcileOptions {
  owner: string
  /** No new work is begun once this says true. */
  isOver: () => boolean
  isStopping: () => boolean
  onError: (error: unknown) => void
}

/**
 * Looks at what one institution wants, what was last observed and what is due, and does it until
 * nothing is due. A click, a timer, a boot and a cron all come here; being called twice, or by
 * several workers at once, changes nothing.
 * @returns when something is due next; null when nothing is
 */
export async function reconcile(ctx: ServiceContext, institutionId: string, options: ReconcileOptions): Promise<Date | null> {
  const step = async (): Promise<StepContext> => {
    const institution = await ctx.db.institution.findUniqueOrThrow({ where: { id: institutionId } })
    return { ...ctx, owner: options.owner, institution, alma: ctx.almaFor(institution), isStopping: options.isStopping }
  }
  for (;;) {
    const stepContext = await step()
    const [holds, runs] = await Promise.all([drainHolds(stepContext, options), driveJobRun(stepContext, options)])
    await settleOutages(stepContext)
    if (options.isOver()) return nextDue(ctx, institutionId)
    if (holds > 0 || runs > 0) continue
    const next = await nextDue(ctx, institutionId)
    const wait = next === null ? Infinity : next.getTime() - Date.now()
    // What is due in a moment is waited for here; a wake-up through the queue would take longer.
    if (wait > WAIT_HERE_MS) return next
    await delay(Math.max(wait, 20))
  }
}

/** Keeps up to `WIDTH` holds in work until none is due. */
async function drainHolds(ctx: StepContext, options: ReconcileOptions): Promise<number> {
  const working = new Set<Promise<void>>()
  let done = 0
  for (;;) {
    const room = WIDTH - working.size
    const claimed =
      options.isOver() || room < WIDTH / 2 ? [] : await claimDueHolds(ctx.db, ctx.institution.id, ctx.owner, room)
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
