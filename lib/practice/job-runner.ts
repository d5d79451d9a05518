import { randomPasswordHash } from "./passwords"
import { accountTypeOf, becomeInternal } from "./record"
import { TO_EXTERNAL, TO_INTERNAL } from "./job-payload"
import { THIRD_ACCOUNT_TYPE } from "./user-rules"
import type { JobInstance, Store } from "./store"

const TICKS = 20

/** What a fault makes of one run. */
export interface RunFaults {
  hang?: boolean
  abort?: boolean
  failIds?: string[]
  failFraction?: number
  strangerId?: string
  slowMs?: number
}

/** Runs started jobs on timers: queued, then running, member by member, then an end. */
export class JobRunner {
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly faults = new Map<string, RunFaults>()

  constructor(
    private readonly store: Store,
    private readonly jobMs: number,
  ) {}

  start(instance: JobInstance, faults: RunFaults = {}): void {
    this.store.instances.set(instance.id, instance)
    this.faults.set(instance.id, faults)
    this.store.onChange()
    this.after((this.jobMs + (faults.slowMs ?? 0)) * 0.2, () => this.begin(instance))
  }

  /** Takes up what was running when the state was saved. */
  resume(): void {
    for (const instance of this.store.instances.values()) {
      if (instance.status === "QUEUED") this.start(instance)
      else if (instance.status === "RUNNING") this.work(instance)
    }
  }

  after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      work()
    }, ms)
    this.timers.add(timer)
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  /** The set is read when the run begins, so that its edits until then count. */
  private begin(instance: JobInstance): void {
    if (!this.store.instances.has(instance.id)) return
    const faults = this.faults.get(instance.id) ?? {}
    const set = this.store.sets.get(instance.setId)
    instance.startedAt = this.store.clock().toISOString()
    if (!set) return this.end(instance, "FAILED")
    const stranger = faults.strangerId ? this.store.byPrimaryId(faults.strangerId) : undefined
    if (stranger && !set.members.includes(stranger.uid)) set.members.push(stranger.uid)
    if (set.members.length === 0) return this.end(instance, "COMPLETED_NO_BULKS")
    instance.status = "RUNNING"
    instance.pending = [...set.members]
    this.store.onChange()
    if (!faults.hang) this.work(instance)
  }

  private work(instance: JobInstance): void {
    const faults = this.faults.get(instance.id) ?? {}
    const total = instance.pending.length + instance.changed + instance.failed
    const slice = Math.max(1, Math.ceil(total / TICKS))
    const tickMs = ((this.jobMs + (faults.slowMs ?? 0)) * 0.8) / Math.ceil(total / slice)
    const tick = () => {
      if (!this.store.instances.has(instance.id)) return
      for (const uid of instance.pending.splice(0, slice)) this.change(instance, uid, faults, total)
      instance.progress = Math.round(((total - instance.pending.length) / total) * 100)
      this.store.onChange()
      if (faults.abort && instance.pending.length <= total / 2) return this.end(instance, "SYSTEM_ABORTED")
      if (instance.pending.length === 0) return this.end(instance, "COMPLETED_SUCCESS")
      this.after(tickMs, tick)
    }
    this.after(tickMs, tick)
  }

  /**
   * One member. Ex Libris's help: passwords of those made Internal are reset to 10 random
   * characters; a run over accounts already Internal resets theirs as well (seen in public code).
   * Which account types the job leaves alone isn't documented but for the third.
   */
  private change(instance: JobInstance, uid: string, faults: RunFaults, total: number): void {
    const account = this.store.accounts.get(uid)
    const done = instance.changed + instance.failed
    const byFraction = faults.failFraction !== undefined && done < Math.round(total * faults.failFraction)
    const byId = faults.failIds?.some((id) => this.store.byPrimaryId(id)?.uid === uid) ?? false
    if (!account || byFraction || byId || accountTypeOf(account.user) === THIRD_ACCOUNT_TYPE) {
      instance.failed += 1
      return
    }
    const cause = { by: "job" as const, requestId: instance.requestId }
    const from = accountTypeOf(account.user)
    if (instance.target === TO_EXTERNAL) {
      const external = { ...account.user, account_type: { value: "EXTERNAL", desc: "External" } }
      if (from === "INTERNAL") this.store.replace(account, external, cause)
    } else if (instance.target === TO_INTERNAL) {
      if (from === "EXTERNAL") this.store.replace(account, becomeInternal(account.user), cause)
      if (!instance.keepPasswords) this.store.setPassword(account, randomPasswordHash(), true, cause)
    }
    instance.changed += 1
  }

  private end(instance: JobInstance, status: JobInstance["status"]): void {
    instance.status = status
    instance.endedAt = this.store.clock().toISOString()
    if (status === "COMPLETED_SUCCESS") instance.progress = 100
    this.faults.delete(instance.id)
    this.store.onChange()
  }
}
