import { wellFormed } from "@/lib/alma/well-formed"

/** Takes secrets out of text that came from outside, in the spellings in which a server may echo them. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret === "") continue
    for (const spelling of spellings(secret)) clean = clean.replaceAll(spelling, "[removed]")
  }
  return clean
}

function spellings(secret: string): Set<string> {
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  const urlEncoded = encodeURIComponent(wellFormed(secret))
  const json = JSON.stringify(secret).slice(1, -1)
  const longestFirst = [xml.replaceAll('"', "&quot;"), xml, urlEncoded, json, secret]
  return new Set(longestFirst.toSorted((a, b) => b.length - a.length))
}
