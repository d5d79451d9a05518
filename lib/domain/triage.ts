import { z } from "zod"
import type { MailLogin } from "./sign-on"
import type { Verdict } from "./states"
import type { CheckPart } from "./views"

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
  /** It sends a browser on, and on, and comes to no page. */
  | { kind: "circle" }
  /** It answers, and what the page says of itself reads like trouble. */
  | { kind: "doubtful"; status: number; says: string }
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
  /** Since when no look by schedule has found it up, as people say it there: "07:12". */
  downSince?: string | null
  mailLogin?: MailLogin | null
}

/** Above this share of a sample, the accounts themselves are the likelier trouble. */
const MANY = 0.3

/** What it looks like. It advises; a person decides. */
export function whatItLooksLike(facts: TriageFacts): { headline: string; detail: string } {
  const { signOn, almaAnswers } = facts
  const trouble = accountTrouble(facts.sample)
  const alma = almaAnswers ? "" : " Alma does not answer either: nothing can be switched until it does."
  const since = facts.downSince ? ` No look by schedule has found it up since ${facts.downSince}.` : ""
  const outage = `It looks like an outage.${since}${alma}${mailAdvice(facts.mailLogin)}`
  switch (signOn.kind) {
    case "silent":
      if (facts.downSince) return { headline: `SSO has not answered since ${facts.downSince}.`, detail: `It looks like an outage.${alma}${mailAdvice(facts.mailLogin)}` }
      return { headline: "SSO doesn't answer.", detail: outage }
    case "error":
      return { headline: `SSO answers with an error (HTTP ${signOn.status}).`, detail: outage }
    case "circle":
      return { headline: "SSO sends on in a circle.", detail: `A browser comes to no login page, so to staff it looks like an outage.${since}${alma}${mailAdvice(facts.mailLogin)}` }
    case "bad_certificate":
      return { headline: `SSO's certificate ${signOn.why}.`, detail: `Browsers refuse it, so to staff it looks like an outage.${since}${alma}${mailAdvice(facts.mailLogin)}` }
    case "doubtful":
      if (trouble) return { headline: `SSO answers, but ${trouble.words}.`, detail: `${trouble.meaning}${alma}` }
      return {
        headline: `SSO answers, but its page says “${signOn.says}”.`,
        detail: `That may be an outage or only a word on a page: try the campus login yourself.${since}${alma}${mailAdvice(facts.mailLogin)}`,
      }
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

/** The way that changes no account, where there may be one. */
function mailAdvice(login: MailLogin | null | undefined): string {
  if (login?.kind !== "profile") return ""
  return " Alma has a login by mailed link: where that opens Alma and campus mail works, nobody need be switched. Try it first."
}

/** What is known of that login, for a line of its own. */
export function mailLoginLine(login: MailLogin): TriageLine {
  const line = (mark: TriageLine["mark"], words: string): TriageLine => ({ what: "Alma's mail login", mark, words })
  switch (login.kind) {
    case "profile":
      return line("ok", `profile “${login.name.slice(0, 60)}”; see if it lets staff in`)
    case "none":
      return line(null, "not set up")
    case "unknown":
      return line(null, `not known: ${login.why}`)
  }
}

/** The same as a part of the check that watches campus sign-on. */
export function mailLoginPart(login: MailLogin): CheckPart {
  const { what, mark, words } = mailLoginLine(login)
  const why = login.kind === "profile" ? "Where that opens Alma and campus mail works without sign-on, nobody need be switched. Try it on a quiet day." : null
  return { id: "mail_login", title: what, status: mark === null ? "unknown" : mark, message: words, why }
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
