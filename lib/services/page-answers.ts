import { Agent, request } from "undici"
import { isInside } from "@/lib/alma/inside"
import { LEADS_INSIDE, publicLookup } from "@/lib/alma/public-lookup"

export type PageAnswer =
  | { kind: "answers"; status: number }
  | { kind: "error_page"; status: number }
  | { kind: "not_asked"; why: string }
  | { kind: "silent" }

const TIMEOUT_MS = 8_000

/**
 * Whether a web page answers. Redirects are not followed: a page that sends on does answer. Machines
 * inside the network are never asked, also where a public name leads to one, unless `trusted`.
 */
export async function pageAnswers(address: string, trusted: boolean): Promise<PageAnswer> {
  const url = new URL(address)
  if (!trusted && url.protocol !== "https:") return { kind: "not_asked", why: "its address is not https://" }
  if (!trusted && isInside(url.hostname)) return { kind: "not_asked", why: "its address lies inside a private network" }
  const agent = new Agent({
    connect: { timeout: 4_000, ...(!trusted && { lookup: publicLookup() }) },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { statusCode } = await request(url, { dispatcher: agent, method: "GET", signal })
    return { kind: statusCode < 400 ? "answers" : "error_page", status: statusCode }
  } catch (error) {
    const inside = error instanceof Error && "code" in error && error.code === LEADS_INSIDE
    return inside ? { kind: "not_asked", why: "its name leads inside a private network" } : { kind: "silent" }
  } finally {
    await agent.destroy()
  }
}
