import { type HostProbe, probeHost } from "./probe-host"
import { type PageRead, readPage, WalkCookies } from "./read-page"

/** Sign-on sends a browser on a few times, once perhaps to the same page with a cookie. */
const MOST_HOPS = 8
const MOST_VISITS = 2
/** For the whole walk: a probe must come to an end before the next one begins. */
const WALK_MS = 20_000

/** Whether this address may be asked although it is not https:// or lies inside the network. */
export type Trusts = (address: string) => boolean

export interface Walk {
  /** Where it came to, and the probe of that host. */
  url: URL
  host: HostProbe
  /** The last page that answered; null when none did. */
  page: PageRead | null
  end:
    | { kind: "page" }
    | { kind: "host" }
    | { kind: "silent" }
    | { kind: "circle" }
    /** It sends on to where Lantern asks nothing. */
    | { kind: "not_followed"; to: string }
}

/**
 * Opens a page as a browser would, step by step, and goes where it sends on to. A machine inside the network and a plain
 * http:// address are asked only where `trusts` says so, wherever the way leads.
 */
export async function walkPages(
  start: URL,
  { trusts, now, stepMs, mostBytes }: { trusts: Trusts; now: Date; stepMs: number; mostBytes?: number },
): Promise<Walk> {
  const until = performance.now() + WALK_MS
  const cookies = new WalkCookies()
  const visits = new Map<string, number>()
  let url = start
  let host = await probeHost(url, trusts(url.href), now, stepMs)
  let page: PageRead | null = null
  for (let hop = 0; ; hop += 1) {
    if (host.outcome.kind !== "ready") return { url, host, page, end: { kind: "host" } }
    const seen = (visits.get(url.href) ?? 0) + 1
    visits.set(url.href, seen)
    if (hop > MOST_HOPS || seen > MOST_VISITS) return { url, host, page, end: { kind: "circle" } }
    if (performance.now() > until) return { url, host, page, end: { kind: "silent" } }
    const read = await readPage(url, { lookup: host.pinned, cookies, ms: stepMs, ...(mostBytes && { mostBytes }) })
    if (!read) return { url, host, page, end: { kind: "silent" } }
    page = read
    if (read.unfinished) return { url, host, page, end: { kind: "silent" } }
    if (read.location === null) return { url, host, page, end: { kind: "page" } }
    const next = URL.parse(read.location, url)
    if (!next || !mayGo(next, trusts)) return { url, host, page, end: { kind: "not_followed", to: next?.host ?? "an address that can't be read" } }
    if (next.origin !== url.origin) {
      const other = await probeHost(next, trusts(next.href), now, stepMs)
      if (other.outcome.kind === "inside") return { url, host, page, end: { kind: "not_followed", to: next.host } }
      host = other
    }
    url = next
  }
}

function mayGo(url: URL, trusts: Trusts): boolean {
  if (url.username !== "" || url.password !== "") return false
  return url.protocol === "https:" || (url.protocol === "http:" && trusts(url.href))
}
