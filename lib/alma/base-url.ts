import { isInside } from "@/lib/alma/inside"
import { ALMA_REGIONS } from "@/lib/domain/alma-regions"

const REGION_HOSTS = new Set(ALMA_REGIONS.map(({ host }) => host))

/** Whether this is a host that Lantern knows; what else an institution's address may be, the operator allowed. */
export function isRegionHost(hostname: string): boolean {
  return REGION_HOSTS.has(hostname)
}

/** "host:port" as the operator names it, with the port that the scheme has when none is written. */
export function hostAndPort(address: string | URL): string {
  const { hostname, port, protocol } = new URL(address)
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`.toLowerCase()
}

export type BaseUrl = { ok: true; url: string } | { ok: false; reason: string }

const NO_ADDRESS = "This isn't a web address. It looks like https://api-na.hosted.exlibrisgroup.com."

const refuse = (reason: string): BaseUrl => ({ ok: false, reason })

/**
 * Settles which Alma a liaison means. Only Ex Libris's regions over HTTPS, and hosts that the operator
 * allowed by configuration (`allowHosts`, each "host:port"), are accepted: a liaison's input must never
 * reach machines inside the network that Lantern runs in.
 *
 * @returns the origin alone ("https://api-eu.hosted.exlibrisgroup.com"), or a sentence for the liaison.
 */
export function normaliseBaseUrl(text: string, allowHosts: readonly string[]): BaseUrl {
  const typed = text.trim()
  if (typed === "") return refuse("Type the address of your Alma API region.")
  // One bare word is a slip, not a machine of this network.
  if (/^[a-z0-9-]+$/i.test(typed) && typed.toLowerCase() !== "localhost") return refuse(NO_ADDRESS)
  const url = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`)
  if (!url) return refuse(NO_ADDRESS)
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse("The address must begin with https://.")
  }
  const extra = extraPart(url, typed)
  if (extra) return refuse(extra)
  return acceptHost(url, allowHosts)
}

function parse(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Says which part of the address has no place in it, or null when it is host and base path alone. */
function extraPart(url: URL, typed: string): string | null {
  if (url.username !== "" || url.password !== "" || /^[^/]*\/\/[^/?#]*@/.test(typed)) {
    return "Leave user name and password out of the address. The API key has its own field."
  }
  if (typed.includes("#")) return "Leave out the part of the address that begins with #."
  if (typed.includes("?")) return "Leave out the part of the address that begins with ?."
  if (!/^\/(almaws\/v1\/?)?$/.test(url.pathname)) {
    return "Give the address without a path, or with /almaws/v1 alone."
  }
  return null
}

function acceptHost(url: URL, allowHosts: readonly string[]): BaseUrl {
  const named = hostAndPort(url)
  if (allowHosts.some((allowed) => allowed.trim().toLowerCase() === named)) {
    return { ok: true, url: url.origin }
  }
  if (REGION_HOSTS.has(url.hostname)) {
    if (url.protocol !== "https:") return refuse("Alma's API is reached over https:// only.")
    if (url.port !== "") return refuse("Leave the port out of the address of an Alma region.")
    return { ok: true, url: url.origin }
  }
  if (isInside(url.hostname)) {
    return refuse(
      "This address lies inside a private network. Lantern calls it only if the operator names it in LANTERN_ALLOW_API_HOSTS.",
    )
  }
  return refuse(
    "This isn't one of Alma's API regions. They look like https://api-na.hosted.exlibrisgroup.com, " +
      "with na, eu, ap, aps or ca, or api-cn.hosted.exlibrisgroup.com.cn.",
  )
}
