import { z } from "zod"
import type { Institution } from "@/lib/db/generated/client"
import { readRosters, readRosterStaff } from "@/lib/db/rosters"
import { readSignOnHistory } from "@/lib/db/sign-on"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import type { Verdict } from "@/lib/domain/states"
import { mailLoginLine, type SampleFacts, type TriageLine, type TriageView, whatItLooksLike } from "@/lib/domain/triage"
import type { ServiceContext } from "./context"
import { judgeAccounts, todayIn } from "./judge-accounts"
import { findMailLogin } from "./mail-login"
import { mayLeadInside } from "./may-lead-inside"
import { parseInput } from "./parse-input"
import { probeSignOn, type SignOnProbe } from "./sign-on-probe"

const SAMPLE = 10
const DAY_MS = 86_400_000

export const triageSignOnInput = z.object({
  institution: z.string(),
  /** The roster that the sample is taken of; the first by name unless said. */
  rosterId: z.uuid().optional(),
})

/**
 * Is it really SSO? Tries the campus login and Alma once and reads a few accounts of a roster. Changes
 * nothing and keeps nothing. It advises; a person decides.
 */
export async function triageSignOn(ctx: ServiceContext, raw: z.input<typeof triageSignOnInput>): Promise<TriageView> {
  const input = parseInput(triageSignOnInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const [signOn, alma, downSince] = await Promise.all([askSignOn(ctx, institution), askAlma(ctx, institution), knownDown(ctx, institution)])
  const [sample, mailLogin] = alma.answers
    ? await Promise.all([readSample(ctx, institution, input.rosterId), findMailLogin(ctx.almaFor(institution))])
    : [null, null]
  const lines = [...signOn.lines, alma.line, ...(sample ? [sampleLine(sample)] : []), ...(mailLogin ? [mailLoginLine(mailLogin)] : [])]
  const facts = { signOn: signOn.state, almaAnswers: alma.answers, sample, downSince, mailLogin }
  return { at: ctx.clock().toISOString(), ...whatItLooksLike(facts), lines }
}

/** Since when the looks by schedule find it down, on the clock there: "07:12", "17 Nov, 07:12" of another day. */
async function knownDown(ctx: ServiceContext, institution: Institution): Promise<string | null> {
  const now = ctx.clock()
  const { downSince } = await readSignOnHistory(ctx.db, institution, now)
  if (downSince === null) return null
  const { timeZone } = institution
  const since = new Date(downSince)
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(since)
  if (todayIn(timeZone, since) === todayIn(timeZone, now)) return clock
  return `${new Intl.DateTimeFormat("en-GB", { timeZone, day: "numeric", month: "short" }).format(since)}, ${clock}`
}

async function askSignOn(ctx: ServiceContext, institution: Institution): Promise<SignOnProbe> {
  const { ssoUrl } = institution
  if (ssoUrl === null) {
    return { state: { kind: "unknown", why: "No SSO address is set for this institution." }, lines: [], stage: null, ms: null, certificateExpires: null }
  }
  return probeSignOn(ssoUrl, (address) => mayLeadInside(ctx, institution, address), ctx.clock())
}

async function askAlma(ctx: ServiceContext, institution: Institution): Promise<{ answers: boolean; line: TriageLine }> {
  const from = performance.now()
  const answer = await ctx.almaFor(institution).canReadUsers()
  const ms = Math.round(performance.now() - from)
  const line = (mark: TriageLine["mark"], words: string): TriageLine => ({ what: "Alma", mark, words })
  switch (answer.kind) {
    case "ok":
      return { answers: true, line: line("ok", `${ms} ms`) }
    case "refused":
    case "unauthorized":
    case "not_found":
      return { answers: true, line: line("warn", "refuses the key") }
    case "throttled":
    case "daily_limit":
      return { answers: true, line: line("warn", "takes no more requests for now") }
    case "unreachable":
    case "unknown":
      return { answers: false, line: line("fail", "no answer") }
  }
}

/** Null when there is no roster, or its accounts can't be read: that is told at its own place. */
async function readSample(ctx: ServiceContext, institution: Institution, rosterId: string | undefined): Promise<SampleFacts | null> {
  const rosters = await readRosters(ctx.db, institution.id)
  const roster = rosters.find((each) => each.id === rosterId) ?? rosters[0]
  if (!roster) return null
  const [staff = []] = await readRosterStaff(ctx.db, institution.id, [roster.id])
  const entries = spread(staff, SAMPLE).map(({ primaryId }) => ({ primaryId, duplicate: false }))
  try {
    const judged = (await judgeAccounts(ctx, institution, entries)).filter((account) => account.verdict !== "unreadable")
    const counts: SampleFacts["counts"] = {}
    for (const { verdict } of judged) counts[verdict] = (counts[verdict] ?? 0) + 1
    const yesterday = todayIn(institution.timeZone, new Date(ctx.clock().getTime() - DAY_MS))
    const expired = judged.filter(({ verdict, facts }) => verdict === "expired" && facts?.expiryDate === yesterday)
    return { read: judged.length, counts, expiredYesterday: expired.length }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** At most this many, from all over the list: its beginning may be one department. */
function spread<T>(list: T[], most: number): T[] {
  if (list.length <= most) return list
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)]!)
}

/** What a bad user load leaves behind (CARLI's first question), in the words of Alma. */
const SIGNS: [Verdict, string][] = [
  ["expired", "expired"], ["inactive", "inactive"], ["already_internal", "Internal already"], ["not_found", "not found"], ["no_external_id", "without external id"],
]

function sampleLine({ read, counts }: SampleFacts): TriageLine {
  const ills = SIGNS.flatMap(([verdict, words]) => (counts[verdict] ? [`${counts[verdict]} ${words}`] : []))
  const ill = SIGNS.reduce((sum, [verdict]) => sum + (counts[verdict] ?? 0), 0)
  const words = read === 0 ? "could not be read" : ill === 0 ? "all healthy" : [`${read - ill} healthy`, ...ills].join(", ")
  return { what: `${read} sample accounts`, mark: ill === 0 && read > 0 ? "ok" : "warn", words }
}
