import { isDeepStrictEqual } from "node:util"
import { verifyAudit } from "@/lib/db/audit"
import { comparable } from "@/lib/practice/comparable"
import { accountTypeOf } from "@/lib/practice/record"
import type { Account, Checker } from "../checker"
import { saysExternal } from "./closing"

/** When everything is over: nobody was forgotten, nothing was lost. */
export async function checkEnd(checker: Checker): Promise<void> {
  const { sim } = checker
  for (const outage of sim.store.rows("outage")) {
    if (outage.state !== "closed") checker.fail("it comes to an end", `an outage is still ${String(outage.state)}`)
  }
  for (const account of checker.accounts()) checkAccount(checker, account)
  checker.pickups.checkKept()
  const chains = await sim.kernel.busy(() => verifyAudit(sim.store.client, sim.keyring))
  for (const { chain, broken } of chains) {
    if (broken) checker.fail("8 the audit is whole", `chain ${chain}, entry ${broken.seq}: ${broken.what}`)
  }
}

function checkAccount(checker: Checker, account: Account): void {
  const record = account.place.alma.store.accounts.get(account.uid)
  if (!record || account.removed) return
  const who = String(account.before.primary_id)
  const holds = checker.holdsOf(account)
  const accepted = holds.some((hold) => hold.acceptedAt !== null)
  const last = account.stretches.at(-1)!
  // Put into our set by somebody else, and never ours: Lantern says so, and a person sees to it.
  const stranger = account.stretches.some((each) => each.by === "job" && checker.isStranger(account, each.requestId)) && holds.every((hold) => hold.intendedAt === null)
  const ours = last.by === "api" || last.by === "job"
  if (accountTypeOf(record.user) === "INTERNAL") {
    if (ours && !accepted && !stranger) checker.fail("nobody is left Internal", `${who} is Internal by Lantern's doing, and nobody answers for it`)
    const lastRead = checker.sent.findLast((sent) => sent.uid === account.uid && sent.place === account.place && saysExternal(sent))
    const returned = holds.some((hold) => hold.state === "returned" && Number(hold.sweeps) >= 3)
    if (!ours && returned && lastRead && lastRead.arrivedAt > last.from) checker.fail("5 sweeps", `${who} was Internal when the last sweep read it`)
    return
  }
  const switched = account.stretches.some((stretch) => stretch.by === "api" || stretch.by === "job")
  if (!switched && account.edited.size === 0) {
    if (!isDeepStrictEqual(record.user, account.before)) checker.fail("4 no field is lost", `${who} was never switched, and is not as it was`)
    return
  }
  if (accepted || stranger) return
  for (const name of Object.keys({ ...record.user, ...account.before })) {
    if (account.edited.has(name) || account.edited.has("account_type")) continue
    if (!isDeepStrictEqual(comparable({ [name]: record.user[name] }), comparable({ [name]: account.before[name] }))) {
      checker.fail("4 no field is lost", `${who} came back with another ${name}`)
    }
  }
}
