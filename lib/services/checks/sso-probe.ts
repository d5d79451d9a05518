import type { SsoProbe } from "@/lib/db/generated/client"
import { mailLoginPart } from "@/lib/domain/triage"
import type { CheckView } from "@/lib/domain/views"
import { findMailLogin } from "../mail-login"
import { DAY_MS, daysBetween, moment, ok, single, warn, type CheckInput } from "./check"

const ID = "sso.probe"
/** A certificate that runs out sooner than this is to be renewed now: an outage that can be seen coming. */
const RUNS_OUT_DAYS = 30
/** Probes come every few minutes; none for this long means that nothing looks. */
const OLD_MS = 3_600_000

/** Whether the campus sign-on is being watched, by the probes that the schedule keeps; and the way that needs none. */
export const ssoProbeCheck = single(ID, async (input) => {
  const [found, login] = await Promise.all([watched(input), findMailLogin(input.alma)])
  const said = login.kind === "profile" ? `${found.message} ${MAIL_LOGIN}` : found.message
  return { ...found, message: said, parts: [...(found.parts ?? []), mailLoginPart(login)] }
})

const MAIL_LOGIN = "Alma has a login by mailed link besides."

async function watched(input: CheckInput): Promise<CheckView> {
  const { ctx, institution, now } = input
  if (institution.ssoUrl === null) {
    return warn(ID, "No address of the campus sign-on is set, so nothing says when it is down.", "Enter it in Settings.")
  }
  const newest = await ctx.db.ssoProbe.findFirst({ where: { institutionId: institution.id, address: institution.ssoUrl }, orderBy: { at: "desc" } })
  if (newest === null) return warn(ID, "The campus sign-on was not looked at yet.", "Lantern looks every few minutes while it runs; check again then.")
  if (now.getTime() - newest.at.getTime() > OLD_MS) {
    return warn(ID, `The campus sign-on was last looked at ${moment(newest.at, institution.timeZone)}.`, "Ask the operator whether Lantern's worker runs.")
  }
  if (!newest.up) return down(newest, input)
  // It answers, and something about the answer is odd: see `lib/domain/sign-on.ts`.
  if (newest.stage !== null) return warn(ID, `The campus sign-on answers, with a doubt: ${sentence(newest.message)}`, "Open the campus login in a browser; if the address is wrong, change it in Settings.")
  return certificates(newest, input)
}

function down(newest: SsoProbe, { institution }: CheckInput): CheckView {
  const from = moment(newest.since, institution.timeZone)
  const found = warn(ID, `The campus sign-on has been down since ${from}: ${sentence(newest.message)}`, "Where staff can't log in to Alma, declare an outage.")
  return { ...found, parts: [{ id: "down", title: "Down since", status: "fail", message: from, why: null }] }
}

function certificates(probe: SsoProbe, { now }: CheckInput): CheckView {
  const dates: [string, Date | null][] = [["certificate of the sign-on page", probe.certificateExpires], ["certificate in its SAML metadata", probe.metadataExpires]]
  for (const [what, expires] of dates) {
    if (expires === null || expires.getTime() - now.getTime() > RUNS_OUT_DAYS * DAY_MS) continue
    const day = expires.toISOString().slice(0, 10)
    const words = expires > now ? `The ${what} runs out on ${day}, in ${daysBetween(now, expires)} days.` : `The ${what} ran out on ${day}.`
    return warn(ID, words, "Tell whoever runs the campus sign-on: when it runs out, nobody can log in.")
  }
  const nearest = dates.flatMap(([, expires]) => expires ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0]
  const speed = probe.ms === null ? "The campus sign-on answers" : `The campus sign-on answers in ${probe.ms} ms`
  return ok(ID, nearest ? `${speed}; its certificate is good for ${daysBetween(now, nearest)} days.` : `${speed}.`)
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
