import { randomBytes } from "node:crypto"
import { hostname } from "node:os"
import { LANTERN } from "@/lib/domain/actor"
import type { ServiceContext } from "@/lib/services/context"
import type { Waker, WakeUp } from "@/lib/services/waker"
import { checkEpoch, RESTORED_BACKUP } from "@/lib/services/check-epoch"
import { checkWhoIsDue, sweepExpired } from "@/lib/services/housekeeping"
import { takeUpNamedUserCounts } from "@/lib/services/continue-named-user-count"
import { noticeLogins } from "@/lib/services/notice-logins"
import { probeSignOnBySchedule } from "@/lib/services/probe-sign-on-by-schedule"
import { refreshDueRosters } from "@/lib/services/refresh-due-rosters"
import { CARE_QUEUE, RECONCILE_QUEUE, SIGN_ON_QUEUE, TICK_QUEUE, openWaker } from "@/lib/services/waker"
import { Turns } from "./turns"

/** Wake-ups taken at once: few, so that the processes share the institutions of a wide outage. */
const WAKE_UPS_AT_ONCE = 16

export interface Runner {
  wake(institutionId: string, at?: Date): Promise<void>
  /** Begins nothing new, lets what is in work finish, and leaves. */
  stop(): Promise<void>
}

export interface RunnerOptions {
  /** Connection string of the database. */
  url: string
  ctx: Omit<ServiceContext, "wake" | "actor">
  /** Where the epoch is kept outside the database; without it a restored backup isn't noticed. */
  epochFile?: string
  /** A process that stays also does the daily checks and clears away what has run out. */
  care?: boolean
  onError?: (error: unknown) => void
}

/**
 * A worker: pg-boss wakes it, the journal says what to do. Several workers in any processes on one
 * database are one Lantern; each wake-up also arranges the next one, so that the work of a worker
 * that dies is taken over when its lease has run out.
 */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const onError = options.onError ?? logError
  const waker = await openWaker(options.url, { work: true, onError })
  const ctx: ServiceContext = { ...options.ctx, actor: LANTERN, wake: waker.wake }
  const owner = `${hostname()}:${process.pid}:${randomBytes(3).toString("hex")}`
  let stopping = false
  const looks = new Set<Promise<void>>()
  // Beside the wake-ups: an Alma that is slow to answer holds up none of them.
  const beside = (work: Promise<unknown>) => {
    const done: Promise<void> = work.then(() => {}, onError).finally(() => looks.delete(done))
    looks.add(done)
  }
  const lookForLogins = () => beside(noticeLogins(ctx))
  const readRosters = oneAtATime(() => refreshDueRosters(ctx, () => stopping), beside)
  const goOnCounting = oneAtATime(() => takeUpNamedUserCounts(ctx, () => stopping), beside)
  const readStaff = () => {
    readRosters()
    goOnCounting()
  }
  const turns = new Turns(ctx, waker, { owner, isStopping: () => stopping, onError })
  await waker.boss.work<WakeUp>(
    RECONCILE_QUEUE,
    { pollingIntervalSeconds: 0.5, batchSize: WAKE_UPS_AT_ONCE },
    async (jobs) => {
      if (!stopping) await Promise.all(jobs.map((job) => turns.begin(job.data.institutionId)))
    },
  )
  const { epochFile } = options
  const lookForRestore = async () => {
    if (epochFile && (await checkEpoch(ctx, epochFile))) process.stderr.write(`${RESTORED_BACKUP}\n`)
  }
  await lookForRestore()
  if (options.care) {
    await takeCare(ctx, waker, onError)
    readStaff()
  }
  await waker.boss.work(TICK_QUEUE, { pollingIntervalSeconds: 5 }, async () => {
    if (!stopping) lookForLogins()
    if (!stopping && options.care) readStaff()
    // A database that runs for months must be ahead of every backup of it, not only after a start.
    await lookForRestore().catch(onError)
    await wakeAllDue(ctx)
  })
  await waker.boss.schedule(TICK_QUEUE, "* * * * *")
  await wakeAllDue(ctx)
  return {
    wake: waker.wake,
    async stop() {
      stopping = true
      // What is in work keeps its claim and its database until it has committed.
      await Promise.all([turns.end(), ...looks])
      await waker.stop()
    },
  }
}

/** What may take longer than until it is begun again, is begun again when it is over. */
function oneAtATime(work: () => Promise<unknown>, beside: (work: Promise<unknown>) => void): () => void {
  let busy = false
  return () => {
    if (busy) return
    busy = true
    beside(work().finally(() => (busy = false)))
  }
}

async function takeCare(ctx: ServiceContext, { boss }: Waker, onError: (error: unknown) => void): Promise<void> {
  await boss.work(CARE_QUEUE, { pollingIntervalSeconds: 5 }, async () => {
    await sweepExpired(ctx)
    // What the checks say of campus sign-on is read from these looks; at the first start there is none yet.
    await probeSignOnBySchedule(ctx).catch(onError)
    await checkWhoIsDue(ctx)
  })
  await boss.schedule(CARE_QUEUE, "*/15 * * * *")
  await boss.send(CARE_QUEUE, {}, { singletonKey: "care" })
  await boss.work(SIGN_ON_QUEUE, { pollingIntervalSeconds: 5 }, () => probeSignOnBySchedule(ctx))
  await boss.schedule(SIGN_ON_QUEUE, "*/5 * * * *")
}

async function wakeAllDue(ctx: ServiceContext): Promise<void> {
  const due = await ctx.db.$queryRaw<{ institutionId: string }[]>`
    select distinct "institutionId"::text from "Hold" where "dueAt" <= clock_timestamp()
    union select "institutionId"::text from "JobRun" where "dueAt" <= clock_timestamp() and "state" not in ('done', 'cancelled')
    union select "institutionId"::text from "Outage" where "state" in ('switching', 'ending')
    union select "institutionId"::text from "RouteProof" where "finishedAt" is null`
  for (const { institutionId } of due) await ctx.wake(institutionId)
}

/** Names and messages only: an error's fields may hold what nobody may read in a log. */
function logError(error: unknown): void {
  const text = error instanceof Error ? `${error.name}: ${error.message.split("\n").at(-1)}` : "unknown error"
  process.stderr.write(`lantern worker: ${text}\n`)
}
