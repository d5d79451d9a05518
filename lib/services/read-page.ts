import type { LookupFunction } from "node:net"
import { Agent, request } from "undici"

/** A title and a heading stand at the beginning. */
const MOST_BYTES = 64 * 1024

export interface PageRead {
  status: number
  /** Where it sends on to, as written; null when it doesn't. */
  location: string | null
  type: string
  text: string
  /** There was more of it than was taken. */
  cut: boolean
  /** It began and didn't come to its end in time. */
  unfinished: boolean
}

/** Cookies of one walk through pages, each for the host that set it. They live as long as the walk. */
export class WalkCookies {
  readonly #jars = new Map<string, Map<string, string>>()

  headerFor(url: URL): string | undefined {
    const pairs = [...(this.#jars.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`)
    return pairs.length === 0 ? undefined : pairs.join("; ")
  }

  keep(url: URL, setCookie: string | string[] | undefined): void {
    const jar = this.#jars.get(url.host) ?? new Map<string, string>()
    for (const line of [setCookie ?? []].flat().slice(0, 20)) {
      // What is no plain text can't be sent back, and is no cookie of a login page.
      const pair = /^\s*([!#-+\-.\w^`|~]{1,200})=([!-:<-~]{0,2000})\s*(?:;|$)/.exec(line)
      if (pair) jar.set(pair[1]!, pair[2]!)
    }
    this.#jars.set(url.host, jar)
  }
}

/**
 * Asks for one page and takes its beginning. What its certificate is worth is not looked at here.
 * @returns null when no answer came in time
 */
export async function readPage(
  url: URL,
  { lookup, cookies, ms, mostBytes = MOST_BYTES }: { lookup: LookupFunction; cookies: WalkCookies; ms: number; mostBytes?: number },
): Promise<PageRead | null> {
  const agent = new Agent({ connect: { timeout: ms, lookup, rejectUnauthorized: false } })
  const cookie = cookies.headerFor(url)
  try {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent, method: "GET", signal: AbortSignal.timeout(ms),
      headers: { "user-agent": "Lantern (is campus sign-on up?)", accept: "text/html, application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.5", ...(cookie && { cookie }) },
    })
    cookies.keep(url, headers["set-cookie"])
    const location = [headers.location ?? []].flat()[0] ?? null
    const type = String(headers["content-type"] ?? "")
    const sendsOn = statusCode >= 300 && statusCode < 400 && location !== null
    if (sendsOn) return { status: statusCode, location, type, text: "", cut: false, unfinished: false }
    return { status: statusCode, location: null, type, ...(await beginningOf(body, mostBytes)) }
  } catch {
    return null
  } finally {
    await agent.destroy()
  }
}

async function beginningOf(body: AsyncIterable<Buffer>, mostBytes: number): Promise<Pick<PageRead, "text" | "cut" | "unfinished">> {
  const parts: Buffer[] = []
  let size = 0
  let unfinished = false
  try {
    for await (const part of body) {
      parts.push(part)
      size += part.length
      // Leaving the loop gives the connection up.
      if (size > mostBytes) break
    }
  } catch {
    unfinished = true
  }
  return { text: Buffer.concat(parts).subarray(0, mostBytes).toString("utf8"), cut: size > mostBytes, unfinished }
}
