import type { AuditRecord } from "@/lib/db/audit"
import type { Hold, JobRun } from "@/lib/db/generated/client"
import { stateRecord } from "@/lib/db/journal"
import type { Tx } from "@/lib/db/types"
import type { AccountFacts } from "@/lib/domain/account-facts"
import { judge } from "@/lib/domain/verdict"
import { todayIn } from "@/lib/services/judge-accounts"
import type { Seen } from "../read-for-switch"
import { originalToKeep } from "../read-for-switch"
import type { StepContext } from "../step-context"
import { secondsFrom } from "../step-context"
import { watchPace } from "../watch-pace"
import { commitRun } from "./commit-run"

/** One member as it was read before the job, and what becomes of it. */
export interface SeenMember {
  id: string
  at: Date
  facts: Pick<AccountFacts, "accountType" | "externalId">
  /** The sealed original facts of one that goes into the set; or where else it goes. */
  next: { kind: "kept"; original: string } | { kind: "leaves"; patch: Leaving }
}

type Leaving = Pick<Hold, "state" | "reason" | "dueAt"> & { verdict?: Hold["verdict"]; jobRunId?: null }

export async function seenMember(ctx: StepContext, { hold, facts, at }: Seen): Promise<SeenMember> {
  const { accountType, externalId } = facts
  const seen = { id: hold.id, at, facts: { accountType, externalId } }
  if (hold.intendedAt !== null && accountType === "INTERNAL") {
    // By an earlier run of ours, which had been given up.
    return { ...seen, next: { kind: "leaves", patch: { state: "internal", reason: null, dueAt: secondsFrom(at, (await watchPace(ctx)).watch) } } }
  }
  const rules = { today: todayIn(ctx.institution.timeZone, at), backupAdminIds: ctx.backupAdminIds }
  const { verdict, reason } = judge(facts, rules)
  if (verdict === "switch") return { ...seen, next: { kind: "kept", original: await originalToKeep(ctx, hold, facts) } }
  // Once asked of Alma it is ours to bring back, so it isn't simply left alone.
  const ours = hold.intendedAt !== null
  const place = ours ? { state: "needs_person" as const, dueAt: secondsFrom(at, 60) } : { state: "left_alone" as const, dueAt: null }
  return { ...seen, next: { kind: "leaves", patch: { ...place, verdict, reason, jobRunId: null } } }
}

/** Commits a lot of reads; whoever has left the run meanwhile stays as he is. */
export async function commitSeen(ctx: StepContext, run: JobRun, lot: SeenMember[]): Promise<void> {
  await commitRun(ctx, run, {}, [], async (tx) => {
    const ids = lot.map((member) => member.id)
    const locked = await tx.$queryRaw<{ hold: string; desired: string }[]>`
      select "id"::text as "hold", "desired"::text from "Hold"
      where "id" = any(${ids}::uuid[]) and "jobRunId" = ${run.id}::uuid and "state" = 'waiting' order by "id" for update`
    const desired = new Map(locked.map((row) => [row.hold, row.desired]))
    await keep(tx, lot.filter((member) => desired.has(member.id)))
    const records: AuditRecord[] = []
    for (const member of lot) {
      const wants = desired.get(member.id)
      if (wants !== undefined && member.next.kind === "leaves") records.push(await leave(tx, member, member.next.patch, wants))
    }
    await tx.observation.createMany({
      data: lot.map(({ id, at, facts }) => ({ holdId: id, at, ...facts, purpose: "before_switch" })),
    })
    return records
  })
}

async function keep(tx: Tx, members: SeenMember[]): Promise<void> {
  const kept = members.flatMap(({ id, at, facts, next }) => (next.kind === "kept" ? [{ id, at, facts, original: next.original }] : []))
  if (kept.length === 0) return
  await tx.$executeRaw`
    update "Hold" h set "original" = v."original", "reason" = null, "observedType" = v."type", "observedAt" = v."at"::timestamptz
    from unnest(
      ${kept.map((one) => one.id)}::uuid[], ${kept.map((one) => one.original)}::text[],
      ${kept.map((one) => one.facts.accountType)}::text[], ${kept.map((one) => one.at.toISOString())}::text[]
    ) as v("id", "original", "type", "at")
    where h."id" = v."id"`
}

async function leave(tx: Tx, { id, at, facts }: SeenMember, patch: Leaving, desired: string): Promise<AuditRecord> {
  // End or an early return came while it was read, and left it to this run to say when it is due.
  const back = desired === "external" && patch.state !== "left_alone"
  const data = { ...patch, stateSince: at, observedType: facts.accountType, observedAt: at, ...(back && { dueAt: at }) }
  await tx.hold.update({ where: { id }, data })
  return { holdId: id, ...stateRecord("waiting", patch.state, patch.reason) }
}
