import { titleOf } from "@/lib/domain/page-words"
import { dayWords } from "./probe-host"
import { readSamlMetadata, type SamlMetadata } from "./saml-metadata"
import { type Trusts, type Walk, walkPages } from "./walk-pages"

const STEP_MS = 5_000
const MOST_BYTES = 2 * 1024 * 1024
const SOON_DAYS = 14
const DAY_MS = 86_400_000

export interface MetadataProbe {
  mark: "ok" | "warn" | "fail" | null
  /** What was seen, to follow "SAML metadata: ". */
  words: string
  /** When the certificate that campus sign-on signs with runs out; of several that are good, the first to. */
  expires: Date | null
}

/** Fetches campus sign-on's SAML metadata and looks at its certificate. Never more than 2 MB, never inside the network unless trusted. */
export async function probeMetadata(address: string, trusts: Trusts, now: Date, stepMs = STEP_MS): Promise<MetadataProbe> {
  const url = new URL(address)
  const say = (mark: MetadataProbe["mark"], words: string, expires: Date | null = null): MetadataProbe => ({ mark, words, expires })
  if (!trusts(address) && url.protocol !== "https:") return say(null, "not asked: its address is not https://")
  const walk = await walkPages(url, { trusts, now, stepMs, mostBytes: MOST_BYTES })
  const problem = problemOf(walk)
  if (problem) return problem
  const page = walk.page!
  if (page.cut) return say("fail", "larger than 2 MB. Give the address of your own provider's metadata, not of a federation's list")
  const metadata = readSamlMetadata(page.text)
  if (metadata.ok) return judge(metadata, now)
  const title = titleOf(page.text)
  return say("fail", title && /<html/i.test(page.text) ? `a web page titled “${title}” instead` : metadata.problem)
}

function problemOf({ host, page, end }: Walk): MetadataProbe | null {
  const say = (mark: MetadataProbe["mark"], words: string): MetadataProbe => ({ mark, words, expires: null })
  if (host.outcome.kind === "inside") return say(null, "not asked: its address lies inside a private network")
  if (host.outcome.kind === "bad_certificate") return say("fail", `its host's certificate ${host.outcome.why}`)
  if (end.kind === "circle") return say("fail", "its address sends on in a circle")
  if (end.kind === "not_followed") return say("warn", `its address sends on to ${end.to}, where Lantern asks nothing`)
  if (end.kind !== "page" || !page) return say("fail", "no answer")
  if (page.status >= 300) return say("fail", `an error instead (HTTP ${page.status})`)
  return null
}

function judge({ certificates, validUntil }: SamlMetadata & { ok: true }, now: Date): MetadataProbe {
  const good = certificates.filter((day) => day >= now).toSorted((a, b) => a.getTime() - b.getTime())
  const gone = certificates.length - good.length
  const expires = good[0] ?? certificates.toSorted((a, b) => b.getTime() - a.getTime())[0]!
  const day = dayWords(expires)
  if (good.length === 0) return { mark: "fail", words: `its certificate ran out on ${day}: Alma may refuse logins`, expires }
  if (validUntil && validUntil < now) return { mark: "fail", words: `it was valid until ${dayWords(validUntil)} only`, expires }
  const soon = expires.getTime() - now.getTime() < SOON_DAYS * DAY_MS
  const others = gone > 0 ? `; ${gone} of ${certificates.length} has run out` : ""
  return { mark: soon || gone > 0 ? "warn" : "ok", words: `certificate until ${day}${others}`, expires }
}
