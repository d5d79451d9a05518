import { accountTypeOf } from "@/lib/practice/record"
import type { Account, Checker, Sent } from "../checker"
import { bodyOf } from "../checker"
import type { Row } from "../memory/models"
import { isKnown } from "./writes"

const READS_NEEDED = 3
/** Between a commit and what is sent right after it, and between two clocks. */
const SLACK_MS = 6_000

/** Rule 5, at the moment an outage is called closed: by the answers that Alma gave. */
export function checkClosing(checker: Checker, outage: Row): void {
  const holds = [...checker.sim.store.rows("hold")].filter((hold) => hold.outageId === outage.id)
  for (const hold of holds) {
    if (hold.acceptedAt !== null) continue
    if (hold.state === "left_alone") {
      checkTakenOver(checker, hold)
      continue
    }
    if (hold.state !== "returned") checker.fail("5 closing", `closed while ${String(hold.primaryId)} is ${String(hold.state)}`)
    const account = [...checker.accounts()].find((each) => checker.holdsOf(each).includes(hold))
    if (account) checkReturned(checker, account)
  }
}

/** A debt that an outage took over from a drill stands there, or is paid. */
function checkTakenOver(checker: Checker, hold: Row): void {
  if (hold.intendedAt === null) return
  const heirs = [...checker.sim.store.rows("hold")].filter((other) =>
    other.id !== hold.id && other.institutionId === hold.institutionId && other.intendedAt !== null && other.outageId !== hold.outageId)
  const account = [...checker.accounts()].find((each) => checker.holdsOf(each).includes(hold))
  if (account && heirs.some((other) => checker.holdsOf(account).includes(other))) return
  checker.fail("5 closing", `closed while nobody answers for ${String(hold.primaryId)}, who is left alone after an intent`)
}

/** At least three reads saw External since the last write, the last of them a quiet period after it. */
function checkReturned(checker: Checker, account: Account): void {
  const who = String(account.before.primary_id)
  const quietMs = checker.sim.plan.quietSeconds * 1000
  const mine = checker.sent.filter((sent) => sent.place === account.place && sent.uid === account.uid)
  const write = mine.findLast((sent) => sent.kind === "put")
  const since = write?.at ?? 0
  const reads = mine.filter((sent) => sent.kind === "read" && sent.at >= since && saysExternal(sent))
  if (reads.length < READS_NEEDED) {
    return checker.fail("5 three reads", `closed although only ${reads.length} reads saw ${who} External since the last write`)
  }
  const watched = reads.at(-1)!.answeredAt - Math.min(write ? write.at : Infinity, reads[0]!.answeredAt)
  const unknown = mine.findLast((sent) => sent.kind === "put" && !isKnown(sent))
  const afterUnknown = unknown ? reads.at(-1)!.answeredAt - unknown.at : Infinity
  if (Math.min(watched, afterUnknown) < quietMs - SLACK_MS) {
    checker.fail("5 quiet period", `closed although ${who} was watched for ${Math.round(Math.min(watched, afterUnknown) / 1000)} s`)
  }
  const now = account.place.alma.store.accounts.get(account.uid)
  const last = account.stretches.at(-1)!
  const ours = last.by === "api" || last.by === "job"
  if (now && accountTypeOf(now.user) === "INTERNAL" && ours && quietMs >= 600_000) {
    checker.fail("5 closing", `closed while ${who} is Internal in Alma by Lantern's doing`)
  }
}

export function saysExternal(sent: Sent): boolean {
  return (bodyOf(sent.exchange)?.account_type as { value?: string } | undefined)?.value === "EXTERNAL"
}
