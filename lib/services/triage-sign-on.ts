import { z } from "zod"
import type { Institution } from "@/lib/db/generated/client"
import { readRosters, readRosterStaff } from "@/lib/db/rosters"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { type SampleFacts, type TriageLine, type TriageView, whatItLooksLike } from "@/lib/domain/triage"
import type { ServiceContext } from "./context"
import { judgeAccounts, todayIn } from "./judge-accounts"
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
  const [signOn, alma] = await Promise.all([askSignOn(ctx, institution), askAlma(ctx, institution)])
  const sample = alma.answers ? await readSample(ctx, institution, input.rosterId) : null
  const lines = [...signOn.lines, alma.line, ...(sample ? [sampleLine(sample)] : [])]
  return { at: ctx.clock().toISOString(), ...whatItLooksLike({ signOn: signOn.state, almaAnswers: alma.answers, sample }), lines }
}

async function askSignOn(ctx: ServiceContext, institution: Institution): Promise<SignOnProbe> {
  const { ssoUrl } = institution
  if (ssoUrl === null) return { state: { kind: "unknown", why: "No SSO address is set for this institution." }, lines: [] }
  return probeSignOn(ssoUrl, mayLeadInside(ctx, institution, ssoUrl), ctx.clock())
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

function sampleLine({ read, counts }: SampleFacts): TriageLine {
  const ill = (counts.expired ?? 0) + (counts.inactive ?? 0) + (counts.already_internal ?? 0) + (counts.not_found ?? 0)
  const words = read === 0 ? "could not be read" : ill === 0 ? "all healthy" : `${read - ill} healthy`
  return { what: `${read} sample accounts`, mark: ill === 0 && read > 0 ? "ok" : "warn", words }
}
