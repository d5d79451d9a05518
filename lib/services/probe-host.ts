import { lookup, Resolver } from "node:dns/promises"
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import { isInside } from "@/lib/alma/inside"
import type { TriageLine } from "@/lib/domain/triage"

const DAY_MS = 86_400_000
/** A certificate that runs out so soon is worth a word. */
const SOON_DAYS = 14

/** A host, step by step. The lines of steps that weren't reached say so. */
export interface HostProbe {
  lines: TriageLine[]
  outcome:
    | { kind: "ready" }
    | { kind: "silent"; stage: "dns" | "tcp" | "tls" }
    | { kind: "bad_certificate"; why: string }
    | { kind: "inside" }
  /** Leads to the addresses that were looked at and to no other: a name can't lead elsewhere meanwhile. */
  pinned: LookupFunction
  certificateExpires: Date | null
}

/**
 * Looks a host's name up, connects, and reads its certificate; it stops at the first that fails. A host inside the
 * network is not connected to unless `trusted`, also where a public name leads to one.
 */
export async function probeHost(url: URL, trusted: boolean, now: Date, stepMs: number): Promise<HostProbe> {
  const secure = url.protocol === "https:"
  const port = Number(url.port || (secure ? 443 : 80))
  const host = url.hostname.replace(/^\[|\]$/g, "")
  const lines = untriedLines(url)
  const say = (what: string, mark: TriageLine["mark"], words: string) => {
    const line = lines.find((each) => each.what === what)
    if (line) Object.assign(line, { mark, words })
  }
  const probe: HostProbe = { lines, outcome: { kind: "ready" }, pinned: (_name, _options, done) => done(new Error("not resolved"), []), certificateExpires: null }
  const end = (outcome: HostProbe["outcome"]): HostProbe => ({ ...probe, outcome })
  if (!trusted && isInside(host)) return end({ kind: "inside" })

  const addresses = await addressesOf(host, stepMs)
  if (addresses === null) {
    say("DNS", "fail", "no answer")
    return end({ kind: "silent", stage: "dns" })
  }
  if (!trusted && addresses.some(({ address }) => isIP(address) === 0 || isInside(address))) return end({ kind: "inside" })
  say("DNS", "ok", "answers")
  probe.pinned = (_name, options, done) => (options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family))

  const socket = await open(host, port, probe.pinned, stepMs)
  say(`TCP ${port}`, socket ? "ok" : "fail", socket ? "answers" : "no answer")
  if (!socket) return end({ kind: "silent", stage: "tcp" })
  const certificate = secure ? await certificateOf(socket, host, stepMs) : null
  socket.destroy()
  if (!secure) return probe
  if (!certificate) {
    say("Certificate", "fail", "no answer")
    return end({ kind: "silent", stage: "tls" })
  }
  const { mark, words, why } = judgeCertificate(certificate, now)
  say("Certificate", mark, words)
  probe.certificateExpires = certificate.lastDay
  return why === null ? probe : end({ kind: "bad_certificate", why })
}

/** What will be looked at, before it is. */
export function untriedLines(url: URL): TriageLine[] {
  const secure = url.protocol === "https:"
  const port = url.port || (secure ? 443 : 80)
  return ["DNS", `TCP ${port}`, ...(secure ? ["Certificate"] : []), "Page"].map((what) => ({ what, mark: null, words: "not tried" }))
}

interface Address {
  address: string
  family: number
}

async function addressesOf(host: string, stepMs: number): Promise<Address[] | null> {
  const version = isIP(host)
  if (version !== 0) return [{ address: host, family: version }]
  const late = new Promise<null>((resolve) => setTimeout(resolve, stepMs, null).unref())
  const resolver = new Resolver({ timeout: stepMs, tries: 1 })
  const addresses = await Promise.race([resolved(resolver, host), late])
  resolver.cancel()
  return addresses && addresses.length > 0 ? addresses : null
}

/** Names that DNS doesn't know, and this machine may: its own file of hosts. */
const UNKNOWN = new Set(["ENOTFOUND", "ENODATA"])

/**
 * Asks DNS itself: the operating system's look-up occupies one of the few threads that all of Lantern shares, for as
 * long as a name server is silent, and many names are looked at at once.
 */
async function resolved(resolver: Resolver, host: string): Promise<Address[] | null> {
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const found = [
    ...(four.status === "fulfilled" ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === "fulfilled" ? six.value.map((address) => ({ address, family: 6 })) : []),
  ]
  if (found.length > 0) return found
  const unknown = [four, six].every((each) => each.status === "rejected" && UNKNOWN.has((each.reason as NodeJS.ErrnoException).code ?? ""))
  return unknown ? lookup(host, { all: true }).catch(() => null) : null
}

function open(host: string, port: number, pinned: LookupFunction, stepMs: number): Promise<Socket | null> {
  const socket = connectTcp({ host, port, lookup: pinned, autoSelectFamily: true })
  return settled<Socket>(stepMs, (done) => {
    // Stays listened to: an error after the connection would else end the process.
    socket.once("connect", () => done(socket)).on("error", () => done(null))
  }).then((connected) => {
    if (!connected) socket.destroy()
    return connected
  })
}

interface Certificate {
  lastDay: Date
  /** Null when a browser would trust it. */
  untrusted: string | null
}

/** Reads the certificate, also one that nobody should trust: nothing is sent over this connection. */
function certificateOf(socket: Socket, host: string, stepMs: number): Promise<Certificate | null> {
  const secured = connectTls({ socket, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false })
  return settled<Certificate>(stepMs, (done) => {
    secured.on("error", () => done(null)).once("close", () => done(null)).once("secureConnect", () => {
      const { valid_to } = secured.getPeerCertificate()
      const error = secured.authorizationError as unknown
      const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : error ? String(error) : null
      done({ lastDay: new Date(valid_to), untrusted: secured.authorized ? null : (code ?? "unknown") })
    })
  })
}

function judgeCertificate({ lastDay, untrusted }: Certificate, now: Date): { mark: "ok" | "warn" | "fail"; words: string; why: string | null } {
  const days = Math.floor((lastDay.getTime() - now.getTime()) / DAY_MS)
  const day = dayWords(lastDay)
  if (lastDay < now) return { mark: "fail", words: `ran out on ${day}`, why: `ran out on ${day}` }
  // A browser fetches a missing intermediate certificate by itself, so that alone is no outage.
  if (untrusted === "ERR_TLS_CERT_ALTNAME_INVALID") return { mark: "fail", words: "of another host", why: "is that of another host" }
  if (untrusted !== null) return { mark: "warn", words: `not trusted from here, until ${day}`, why: null }
  return { mark: days < SOON_DAYS ? "warn" : "ok", words: `until ${day}`, why: null }
}

/** "29 Oct 2126" */
export function dayWords(day: Date): string {
  return `${day.getUTCDate()} ${day.toLocaleString("en-GB", { month: "short", timeZone: "UTC" })} ${day.getUTCFullYear()}`
}

/** What `work` settles, or null when it takes too long. */
function settled<T>(ms: number, work: (done: (value: T | null) => void) => void): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, null)
    work((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}
