import { troubleIn } from "@/lib/domain/page-words"
import { type Trusts, walkPages } from "./walk-pages"

export type PageAnswer =
  | { kind: "answers"; status: number }
  | { kind: "error_page"; status: number }
  /** It answers, and what it says of itself reads like trouble. */
  | { kind: "doubtful"; status: number; says: string }
  | { kind: "circle" }
  | { kind: "bad_certificate"; why: string }
  | { kind: "not_asked"; why: string }
  | { kind: "silent" }

/** For each of: the name, the connection, the certificate, the page. */
const STEP_MS = 5_000

/**
 * Whether a login page answers, opened as a browser would, and where that sends on to. Machines inside the network are
 * never asked, also where a public name or a page leads to one, unless `trusts` says so of that address: a page that
 * sends on to where Lantern asks nothing does answer.
 */
export async function pageAnswers(address: string, trusts: Trusts, now: Date, stepMs = STEP_MS): Promise<PageAnswer> {
  const start = new URL(address)
  if (!trusts(address) && start.protocol !== "https:") return { kind: "not_asked", why: "its address is not https://" }
  const { host, page, end } = await walkPages(start, { trusts, now, stepMs })
  if (host.outcome.kind === "inside") return { kind: "not_asked", why: "its address leads inside a private network" }
  if (host.outcome.kind === "bad_certificate") return { kind: "bad_certificate", why: host.outcome.why }
  if (end.kind === "circle") return { kind: "circle" }
  if (end.kind === "silent" || !page || host.outcome.kind === "silent") return { kind: "silent" }
  if (page.status >= 400) return { kind: "error_page", status: page.status }
  const says = page.status < 300 ? troubleIn(page.text) : null
  return says === null ? { kind: "answers", status: page.status } : { kind: "doubtful", status: page.status, says }
}
