import type { SignOnStage } from "@/lib/domain/sign-on"
import { troubleIn } from "@/lib/domain/page-words"
import type { SignOnState, TriageLine } from "@/lib/domain/triage"
import { untriedLines } from "./probe-host"
import { type Trusts, type Walk, walkPages } from "./walk-pages"

/** For each of: the name, the connection, the certificate, the page. */
const STEP_MS = 5_000

export interface SignOnProbe {
  state: SignOnState
  lines: TriageLine[]
  /** Where it stopped; null when a page came, or nothing was asked. */
  stage: SignOnStage | null
  /** From the first question to the last answer. */
  ms: number | null
  certificateExpires: Date | null
}

/**
 * Opens a campus login page once, as a browser would: its name, a connection, its certificate, the page, and where that
 * sends on to. It stops at the first that fails; the lines of the others say so. Machines inside the network are never
 * asked, also where a public name or a page leads to one, unless `trusts` says so of that address.
 */
export async function probeSignOn(address: string, trusts: Trusts, now: Date, stepMs = STEP_MS): Promise<SignOnProbe> {
  const url = new URL(address)
  if (!trusts(address) && url.protocol !== "https:") return unasked("The SSO address is not https://.", untriedLines(url))
  const from = performance.now()
  const walk = await walkPages(url, { trusts, now, stepMs })
  if (walk.host.outcome.kind === "inside") return unasked(INSIDE, walk.host.lines)
  const { state, stage } = judge(walk)
  const lines = linesOf(walk, url, state)
  return { state, lines, stage, ms: Math.round(performance.now() - from), certificateExpires: walk.host.certificateExpires }
}

const INSIDE = "The SSO address lies inside a private network, where Lantern asks nothing."

function unasked(why: string, lines: TriageLine[]): SignOnProbe {
  return { state: { kind: "unknown", why }, lines, stage: null, ms: null, certificateExpires: null }
}

function judge({ host, page, end }: Walk): { state: SignOnState; stage: SignOnStage | null } {
  const { outcome } = host
  if (outcome.kind === "silent") return { state: { kind: "silent" }, stage: outcome.stage }
  if (outcome.kind === "bad_certificate") return { state: { kind: "bad_certificate", why: outcome.why }, stage: "tls" }
  if (end.kind === "circle") return { state: { kind: "circle" }, stage: "http" }
  if (end.kind === "silent" || !page) return { state: { kind: "silent" }, stage: page?.unfinished ? "page" : "http" }
  // An identity provider that is asked without a request of a service may well answer 400 or 404.
  if (page.status >= 500) return { state: { kind: "error", status: page.status }, stage: "http" }
  const says = page.status < 300 ? troubleIn(page.text) : null
  if (says !== null) return { state: { kind: "doubtful", status: page.status, says }, stage: "page" }
  return { state: { kind: "answers", status: page.status }, stage: null }
}

function linesOf({ url, host, page, end }: Walk, start: URL, state: SignOnState): TriageLine[] {
  const lines = [...host.lines]
  const last = lines.at(-1)
  if (last && host.outcome.kind === "ready") lines[lines.length - 1] = { what: last.what, ...pageWords(state, page?.status) }
  const led = url.host !== start.host ? [{ what: "Sends on to", mark: null, words: url.host }] : []
  const unfollowed = end.kind === "not_followed" ? [{ what: "Sends on to", mark: null, words: `${end.to}, where Lantern asks nothing` }] : []
  return [...led, ...lines, ...unfollowed]
}

function pageWords(state: SignOnState, status: number | undefined): Pick<TriageLine, "mark" | "words"> {
  switch (state.kind) {
    case "answers":
      return { mark: "ok", words: `HTTP ${state.status}` }
    case "error":
      return { mark: "fail", words: `HTTP ${state.status}` }
    case "doubtful":
      return { mark: "warn", words: `HTTP ${state.status}, says “${state.says}”` }
    case "circle":
      return { mark: "fail", words: `sends on in a circle (HTTP ${status ?? "?"})` }
    case "silent":
    case "bad_certificate":
    case "unknown":
      return { mark: "fail", words: "no answer" }
  }
}
