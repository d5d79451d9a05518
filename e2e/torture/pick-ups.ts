import { setTimeout as delay } from "node:timers/promises"
import type { CredentialsView, IssuedCodeView } from "@/lib/domain/views"
import type { Hold, Liaison } from "./liaison"
import { Died, Refused } from "./process-pool"

/** Some people fetch their password, a few of them with a double click, and some try their code a second time. */
export async function pickUps(liaison: Liaison): Promise<void> {
  const { chance } = liaison.desk
  const ready = (await liaison.holds()).filter((hold) => hold.state === "internal")
  const chosen = chance.some(ready, 4)
  if (chosen.length === 0) return
  const kind = chance.is(0.3) ? "live" : "slip"
  const given = { outageId: liaison.outageId, kind, holdIds: chosen.map((hold) => hold.id) } as const
  let tries = 0
  const codes = await liaison.ask("codes", given, async () => ++tries > 4)
  await Promise.all((codes ?? []).map((code) => pickUp(liaison, code, chosen)))
}

type Outcome = CredentialsView | "refused" | "lost"

async function pickUp(liaison: Liaison, code: IssuedCodeView, holds: Hold[]): Promise<void> {
  const { chance, tally } = liaison.desk
  for (let tries = 0; tries < 3; tries++) {
    const clicks = chance.is(0.3) ? 2 : 1
    const outcomes = await Promise.all(Array.from({ length: clicks }, () => use(liaison, code)))
    const shown = outcomes.filter((outcome) => typeof outcome === "object")
    if (shown.length > 1) wrong(liaison, code, `${shown.length} of ${clicks} uses at once were answered with a password`)
    if (shown[0]) {
      // The liaison is at this desk: nobody has asked for an end or a return meanwhile.
      judgeShown(liaison, code, shown[0].password)
      if (chance.is(0.3)) await useAgain(liaison, code)
      return
    }
    if (outcomes.includes("lost")) tally.state.pickUps.lostWithTheProcess += 1
    await delay(chance.between(300, 2_000))
    if (!holds.some((hold) => hold.id === code.holdId)) return
  }
}

function judgeShown(liaison: Liaison, code: IssuedCodeView, password: string): void {
  const { alma } = liaison.place
  if (alma.passwordWorks(code.primaryId, password)) return
  const path = `/users/${encodeURIComponent(code.primaryId)}`.toLowerCase()
  const last = alma.requests().findLast((one) => one.method === "PUT" && one.path.toLowerCase().endsWith(path))
  // Twice yes, twice nothing done: no answer of Alma's tells that apart from a change of password that is pending.
  if (last?.fault === "ok_unchanged") liaison.desk.tally.state.pickUps.pretended += 1
  else wrong(liaison, code, "the password that was shown doesn't work")
}

async function useAgain(liaison: Liaison, code: IssuedCodeView): Promise<void> {
  const again = await use(liaison, code)
  if (typeof again === "object") wrong(liaison, code, "the code worked a second time")
  if (again === "refused") liaison.desk.tally.state.pickUps.secondUsesRefused += 1
}

async function use(liaison: Liaison, { primaryId, code }: IssuedCodeView): Promise<Outcome> {
  const { chance, strikes, tally } = liaison.desk
  const address = `10.${Math.floor(chance.between(0, 250))}.${Math.floor(chance.between(0, 250))}.1`
  try {
    const credentials = await strikes.ask("pickUp", { primaryId, code, address })
    tally.state.pickUps.shown += 1
    return credentials
  } catch (error) {
    if (error instanceof Died) return "lost"
    if (!(error instanceof Refused)) throw error
    if (error.calm) tally.state.pickUps.refusedCalmly += 1
    else liaison.notCalm("pickUp", error)
    return "refused"
  }
}

function wrong(liaison: Liaison, { primaryId }: IssuedCodeView, what: string): void {
  liaison.desk.tally.state.wrong.push(`${liaison.place.code}, outage ${liaison.outageId}, ${primaryId}: ${what}`)
}
