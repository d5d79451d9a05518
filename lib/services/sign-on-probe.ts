import { lookup } from "node:dns/promises"
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import { Agent, request } from "undici"
import { isInside } from "@/lib/alma/inside"
import type { SignOnState, TriageLine } from "@/lib/domain/triage"

/** For each of: the name, the connection, the certificate, the page. */
const STEP_MS = 5_000
const DAY_MS = 86_400_000
/** A certificate that runs out so soon is worth a word. */
const SOON_DAYS = 14

export interface SignOnProbe {
  state: SignOnState
  lines: TriageLine[]
}

/**
 * Tries a campus login page once: its name, a connection, its certificate, the page. It stops at the
 * first that fails; the lines of the others say so. Redirects are not followed: a page that sends on does answer. Machines inside the
 * network are never asked, also where a public name leads to one, unless `trusted`.
 */
export async function probeSignOn(address: string, trusted: boolean, now: Date, stepMs = STEP_MS): Promise<SignOnProbe> {
  const url = new URL(address)
  const secure = url.protocol === "https:"
  const port = Number(url.port || (secure ? 443 : 80))
  const lines: TriageLine[] = ["DNS", `TCP ${port}`, ...(secure ? ["Certificate"] : []), "Page"].map((what) => ({ what, mark: null, words: "not tried" }))
  const say = (what: string, mark: TriageLine["mark"], words: string) => {
    const line = lines.find((each) => each.what === what)
    if (line) Object.assign(line, { mark, words })
  }
  if (!trusted && !secure) return unasked("The SSO address is not https://.")
  const host = url.hostname.replace(/^\[|\]$/g, "")
  if (!trusted && isInside(host)) return unasked(INSIDE)

  const addresses = await addressesOf(host, stepMs)
  if (addresses === null) {
    say("DNS", "fail", "no answer")
    return { state: { kind: "silent" }, lines }
  }
  if (!trusted && addresses.some(({ address: ip }) => isIP(ip) === 0 || isInside(ip))) return unasked(INSIDE)
  say("DNS", "ok", "answers")

  // From here on only what was looked at is asked: a name can't lead elsewhere meanwhile.
  const pinned: LookupFunction = (_name, options, done) =>
    options.all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family)
  const socket = await open(host, port, pinned, stepMs)
  say(`TCP ${port}`, socket ? "ok" : "fail", socket ? "answers" : "no answer")
  if (!socket) return { state: { kind: "silent" }, lines }
  const certificate = secure ? await certificateOf(socket, host, stepMs) : null
  socket.destroy()
  if (secure) {
    if (!certificate) {
      say("Certificate", "fail", "no answer")
      return { state: { kind: "silent" }, lines }
    }
    const { mark, words, why } = judgeCertificate(certificate, now)
    say("Certificate", mark, words)
    if (why) return { state: { kind: "bad_certificate", why }, lines }
  }
  const status = await statusOf(url, pinned, stepMs)
  // An identity provider that is asked without a request of a service may well answer 400 or 404.
  const working = status !== null && status < 500
  say("Page", working ? "ok" : "fail", status === null ? "no answer" : `HTTP ${status}`)
  if (status === null) return { state: { kind: "silent" }, lines }
  return { state: { kind: working ? "answers" : "error", status }, lines }

  function unasked(why: string): SignOnProbe {
    return { state: { kind: "unknown", why }, lines }
  }
}

const INSIDE = "The SSO address lies inside a private network, where Lantern asks nothing."

interface Address {
  address: string
  family: number
}

async function addressesOf(host: string, stepMs: number): Promise<Address[] | null> {
  const version = isIP(host)
  if (version !== 0) return [{ address: host, family: version }]
  const late = new Promise<null>((resolve) => setTimeout(resolve, stepMs, null).unref())
  const found = lookup(host, { all: true }).catch(() => null)
  const addresses = await Promise.race([found, late])
  return addresses && addresses.length > 0 ? addresses : null
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
  const day = `${lastDay.getUTCDate()} ${lastDay.toLocaleString("en-GB", { month: "short", timeZone: "UTC" })} ${lastDay.getUTCFullYear()}`
  if (lastDay < now) return { mark: "fail", words: `ran out on ${day}`, why: `ran out on ${day}` }
  // A browser fetches a missing intermediate certificate by itself, so that alone is no outage.
  if (untrusted === "ERR_TLS_CERT_ALTNAME_INVALID") return { mark: "fail", words: "of another host", why: "is that of another host" }
  if (untrusted !== null) return { mark: "warn", words: `not trusted from here, until ${day}`, why: null }
  return { mark: days < SOON_DAYS ? "warn" : "ok", words: `until ${day}`, why: null }
}

async function statusOf(url: URL, pinned: LookupFunction, stepMs: number): Promise<number | null> {
  // What the certificate is worth was said above; nothing but the status is taken from this answer.
  const agent = new Agent({ connect: { timeout: stepMs, lookup: pinned, rejectUnauthorized: false } })
  try {
    const { statusCode } = await request(url, { dispatcher: agent, method: "GET", signal: AbortSignal.timeout(stepMs) })
    return statusCode
  } catch {
    return null
  } finally {
    await agent.destroy()
  }
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
