import { z } from "zod"
import type { Verdict } from "./states"

/** "TCP 443 ..... no answer"; without a mark where it wasn't looked at. */
export const triageLine = z.object({
  what: z.string().max(200),
  mark: z.enum(["ok", "warn", "fail"]).nullable(),
  words: z.string().max(200),
})
export type TriageLine = z.infer<typeof triageLine>

/**
 * What SSO did when it was tried once. `unknown`: no address is known, or it may not be asked from
 * here, and `why` says which.
 */
export type SignOnState =
  | { kind: "answers"; status: number }
  | { kind: "error"; status: number }
  | { kind: "silent" }
  | { kind: "bad_certificate"; why: string }
  | { kind: "unknown"; why: string }

/** Accounts of a roster, read to see whether single accounts are the trouble. */
export interface SampleFacts {
  /** How many were read. */
  read: number
  counts: Partial<Record<Verdict, number>>
  /** How many of them expired yesterday: what a user load leaves behind. */
  expiredYesterday: number
}

export const triageView = z.object({
  /** ISO 8601 in UTC. */
  at: z.string().max(40),
  /** What it looks like, in a sentence, and what follows from it. */
  headline: z.string().max(300),
  detail: z.string().max(600),
  lines: z.array(triageLine).max(10),
})
export type TriageView = z.infer<typeof triageView>

export interface TriageFacts {
  signOn: SignOnState
  almaAnswers: boolean
  sample: SampleFacts | null
}

/** Above this share of a sample, the accounts themselves are the likelier trouble. */
const MANY = 0.3

/** What it looks like. It advises; a person decides. */
export function whatItLooksLike(facts: TriageFacts): { headline: string; detail: string } {
  const { signOn, almaAnswers } = facts
  const trouble = accountTrouble(facts.sample)
  const alma = almaAnswers ? "" : " Alma does not answer either: nothing can be switched until it does."
  switch (signOn.kind) {
    case "silent":
      return { headline: "SSO doesn't answer.", detail: `It looks like an outage.${alma}` }
    case "error":
      return { headline: `SSO answers with an error (HTTP ${signOn.status}).`, detail: `It looks like an outage.${alma}` }
    case "bad_certificate":
      return { headline: `SSO's certificate ${signOn.why}.`, detail: `Browsers refuse it, so to staff it looks like an outage.${alma}` }
    case "unknown":
      if (trouble) return { headline: `${capital(trouble.words)}.`, detail: `${signOn.why} ${trouble.meaning}${alma}` }
      return { headline: "Lantern can't tell from here.", detail: `${signOn.why} Try the campus login yourself.${alma}` }
    case "answers":
      if (trouble) return { headline: `SSO answers, but ${trouble.words}.`, detail: `${trouble.meaning}${alma}` }
      if (!almaAnswers) return { headline: "SSO answers, but Alma does not.", detail: "It looks like an outage of Alma, which switching does not help. Nothing can be switched until it answers." }
      return {
        headline: "SSO answers.",
        detail: "From here it does not look like an outage. Try the campus login yourself: a page that answers may still let nobody in.",
      }
  }
}

function accountTrouble(sample: SampleFacts | null): { words: string; meaning: string } | null {
  if (!sample || sample.read === 0) return null
  const { read, expiredYesterday } = sample
  const count = (verdict: Verdict) => sample.counts[verdict] ?? 0
  const [expired, inactive, internal] = [count("expired"), count("inactive"), count("already_internal")]
  const of = (some: number, words: string) => `${some} of ${read} sample accounts ${words}`
  const load = "This looks like a user load, not an outage. Switching would not help them."
  if (expired + inactive >= read * MANY) {
    if (expiredYesterday > 0 && expiredYesterday >= expired / 2) return { words: of(expiredYesterday, "expired yesterday"), meaning: load }
    const words = inactive === 0 ? "have expired" : expired === 0 ? "are inactive" : "have expired or are inactive"
    return { words: of(expired + inactive, words), meaning: load }
  }
  if (internal >= read * MANY) {
    return { words: of(internal, "are Internal already"), meaning: "Somebody, or a user load, has changed them. This looks like changed accounts, not an outage." }
  }
  return null
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
