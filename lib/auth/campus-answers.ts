import { cookies } from "next/headers"
import type { NextRequest } from "next/server"
import { CAMPUS_WORDS } from "@/lib/domain/campus-words"
import { AppError } from "@/lib/domain/errors"
import { campusSettings, env } from "@/lib/env"
import { webContext } from "@/lib/services/web-context"
import { CAMPUS, PROVIDER_WITHIN_MS } from "./campus-provider"
import { campusPath } from "./campus-return"
import { clientAddress } from "./client-address"
import { cookiesOf } from "./cookies"
import { readSession } from "./current-actor"
import { NOBODY } from "./nobody"
import { noteRefused } from "./note-refused"
import { createSignInThrottle } from "./throttle"

/** The provider's metadata, the code's exchange and its keys, one after the other. */
const RETURN_WITHIN_MS = 3 * PROVIDER_WITHIN_MS

/** What next-auth is asked for campus sign-on: to begin one, and by the provider's answer. */
export const CAMPUS_PARTS = { begin: `signin/${CAMPUS}`, back: `callback/${CAMPUS}` } as const

export function hasCampus(): boolean {
  return campusSettings(env()) !== null
}

/**
 * Begins a campus sign-on: `{ url }` of the identity provider, where the browser goes, or 503 with a sentence when it doesn't answer in
 * 2 seconds. What next-auth answers otherwise is none of the caller's business.
 */
export async function beginCampus(request: NextRequest, run: () => Promise<Response>): Promise<Response> {
  // next-auth would hand what stands in the address on to the provider.
  if (request.nextUrl.search !== "") return refuse(400, "input", "This address takes no parameters.")
  if (!(await mayAsk(request.headers))) return refuse(429, "refused", CAMPUS_WORDS.wait)
  const answer = await within(PROVIDER_WITHIN_MS, run)
  const url = answer === null ? null : await addressIn(answer)
  if (answer === null || url === null || isOurs(url)) {
    noteRefused("campus", "away")
    return refuse(503, "unavailable", CAMPUS_WORDS.away)
  }
  const headers = new Headers({ "Cache-Control": "no-store" })
  for (const cookie of answer.headers.getSetCookie()) headers.append("Set-Cookie", cookie)
  return Response.json({ url }, { headers })
}

/** The browser is back: sends it on to a page of ours, whatever became of it, and takes back the cookies of this try. */
export async function endCampus(request: NextRequest, run: () => Promise<Response>): Promise<Response> {
  const slowed = !(await mayAsk(request.headers))
  const answer = slowed ? null : await within(RETURN_WITHIN_MS, run)
  const location = answer?.headers.get("Location") ?? null
  const { campusState, campusNonce, campusPkce, campusTie } = cookiesOf(env().LANTERN_URL)
  const jar = await cookies()
  for (const { name, options } of [campusState, campusNonce, campusPkce, campusTie]) jar.set(name, "", { ...options, maxAge: 0 })
  const to = location !== null && isPlace(location) ? location : campusPath((await readSession()) !== null, slowed ? "wait" : answer === null ? "away" : "refused")
  return new Response(null, { status: 302, headers: { Location: to, "Cache-Control": "no-store" } })
}

/** Whoever hammers here must not make Lantern hammer on the identity provider. */
async function mayAsk(sent: Headers): Promise<boolean> {
  const { db, keyring } = await webContext(NOBODY)
  return createSignInThrottle(db, keyring).enterCampus(clientAddress(sent)).then(() => true, (error: unknown) => {
    if (error instanceof AppError) return false
    throw error
  })
}

/** Null when it took longer. What comes after that is nobody's any more. */
async function within(ms: number, run: () => Promise<Response>): Promise<Response | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)))
  return Promise.race([run(), late]).finally(() => clearTimeout(timer))
}

async function addressIn(answer: Response): Promise<string | null> {
  const body: unknown = await answer.json().catch(() => null)
  const url = typeof body === "object" && body !== null && "url" in body ? body.url : null
  return typeof url === "string" && URL.canParse(url) ? url : null
}

function isOurs(url: string): boolean {
  return new URL(url).origin === new URL(env().LANTERN_URL).origin
}

/** What `campusReturn` gave, and nothing that next-auth made up. */
function isPlace(location: string): boolean {
  return location.startsWith("/sign-in?") || location.startsWith("/account?")
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { "Cache-Control": "no-store" } })
}
