import { wellFormed } from "@/lib/alma/well-formed"

/**
 * Puts ids into an Alma path, each as one percent-encoded segment. Null where an id can't stand as a
 * segment: an empty one would address the list, "." and ".." are resolved away by servers and proxies.
 */
export function pathOf(parts: TemplateStringsArray, ...ids: string[]): string | null {
  let path = parts[0] ?? ""
  for (const [index, id] of ids.entries()) {
    if (id === "" || id === "." || id === ".." || id !== wellFormed(id)) return null
    path += encodeURIComponent(id) + (parts[index + 1] ?? "")
  }
  return path
}

/** A query string with "?", without the entries that are undefined; "" when none is left. */
export function queryOf(entries: Record<string, string | number | boolean | undefined>): string {
  const pairs = Object.entries(entries)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(String(value)))}`)
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`
}
