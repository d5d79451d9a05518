import { createHash } from "node:crypto"
import fc from "fast-check"
import { NextRequest } from "next/server"
import { isValidElement } from "react"
import { cookiesOf } from "@/lib/auth/cookies"
import { nextAuthSecret } from "@/lib/auth/next-auth-secret"
import { accessTable, writtenAddresses } from "../security/surface"
import { fromLog } from "./action-lane"
import { asText, nasty, resolved } from "./inputs"
import { isExpected, judgeAnswer, whereThrown } from "./judge"
import type { Lane } from "./lane"
import { asking, type Place, type Principal, type Side } from "./place"
import { as } from "./request"

const URL_OF_LANTERN = "http://localhost:3000"
/** Of a sign-on: next-auth's own parts, ours, and what is neither. */
const SIGN_IN_PARTS = [
  "csrf", "session", "providers", "signout", "callback/link", "callback/code", "callback/passkey", "callback/recovery", "callback/campus", "signin/campus", "signin", "error", "_log", "verify-request", "",
]

interface AddressInput {
  address: string
  who: number
  id: unknown
  query: [string, unknown][]
  part: string
  method: string
  headers: [string, string][]
  form: [string, unknown][]
}

type Handler = (request: NextRequest, context: unknown) => Promise<Response>
type Page = (props: unknown) => Promise<unknown>
type Built = Partial<Record<"GET" | "POST", Handler>> & { default?: Page }

/**
 * Every route handler and every page that is written down, as each principal, in this process: a handler whole, of a page
 * the parts that the server makes itself, with all that it would send to the browser.
 * @throws where the table of e2e/security/access-matrix.txt doesn't know one
 */
export async function addressLane(place: Place, sides: () => readonly Side[]): Promise<Lane<AddressInput>> {
  const addresses = new Map<string, Built>()
  const { rows } = await accessTable()
  for (const { what, file } of await writtenAddresses()) {
    if (!rows.has(what)) throw new Error(`e2e/security/access-matrix.txt has no row for ${what}`)
    addresses.set(what, (await import(`@/${file}`)) as Built)
  }
  const names = [...addresses.keys()]
  const answers = new Map<string, number>()
  return {
    name: "routes and pages",
    atOnce: 8,
    answers,
    inputs: fc.record({
      // Routes are few, pages many.
      address: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...names.filter((name) => name.startsWith("route"))) }, { weight: 3, arbitrary: fc.constantFrom(...names) }),
      who: fc.nat({ max: 6 }), id: nasty, part: fc.oneof(fc.constantFrom(...SIGN_IN_PARTS), nasty.map(asText)),
      query: fc.array(fc.tuple(fc.constantFrom("account", "kind", "count", "link", "then", "campus", "of", "step", "code", "state", "iss", "error", "x"), nasty), { maxLength: 3 }),
      method: fc.constantFrom("GET", "GET", "POST"),
      headers: fc.array(fc.tuple(fc.constantFrom("origin", "host", "content-type", "x-forwarded-for", "user-agent", "cookie", "accept-language"), fc.oneof(fc.constantFrom("null", "https://evil.example", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"), nasty.map(asText))), { maxLength: 2 }),
      form: fc.array(fc.tuple(fc.constantFrom("token", "code", "passkey", "recoveryCode", "csrfToken", "callbackUrl", "json"), nasty), { maxLength: 4 }),
    }),
    to: ({ address }) => address,
    breathe: () => place.heal(),
    async ask(input) {
      const { principals, words } = place.world
      const principal = asking(principals, sides(), input.who)
      const built = addresses.get(input.address)!
      const known = resolved(input, words) as AddressInput
      const work = built.default ? () => sentBy(built.default!, known) : await routeOf(built, known, principal)
      try {
        const { answer, logged } = await as(principal, Object.fromEntries(known.headers), work)
        count(answer.kind)
        const found = judgeAnswer(answer.text, principal.side, place.secrets)
        return found && `${found}, as ${principal.who}${fromLog(logged)}`
      } catch (error) {
        count("sent elsewhere")
        return isExpected(error) ? null : `${whereThrown(error)}, as ${principal.who}`
      }
    },
  }

  function count(kind: string): void {
    answers.set(kind, (answers.get(kind) ?? 0) + 1)
  }
}

interface Sent {
  kind: string
  text: string
}

async function routeOf(built: Built, { id, query, part, method, headers, form }: AddressInput, principal: Principal): Promise<() => Promise<Sent>> {
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(asText(value).toWellFormed()).slice(0, 2_000)}`).join("&")
  const { csrf } = cookiesOf(URL_OF_LANTERN)
  const token = "fuzz"
  const proof = `${token}|${createHash("sha256").update(`${token}${await nextAuthSecret()}`).digest("hex")}`
  const sent = new Headers({ origin: URL_OF_LANTERN, host: "localhost:3000", "content-type": "application/x-www-form-urlencoded" })
  sent.set("cookie", [principal.cookie, `${csrf.name}=${encodeURIComponent(proof)}`].filter(Boolean).join("; "))
  for (const [name, value] of headers) trySet(sent, name, value)
  // What an earlier field says counts: a good token most of the time.
  const body = [["csrfToken", token] as [string, unknown], ...form].map(([name, value]) => `${name}=${encodeURIComponent(asText(value).toWellFormed())}`).join("&")
  const request = new NextRequest(`${URL_OF_LANTERN}/api/fuzz?${search}`, { method, headers: sent, ...(method === "POST" && { body }) })
  return async () => {
    const handler = built[method as "GET" | "POST"]
    if (!handler) return { kind: "405", text: "" }
    const answer = await handler(request, { params: Promise.resolve({ id: asText(id), nextauth: part.split("/") }) })
    // 503 says in words that something else is away.
    const text = JSON.stringify({ status: answer.status, asked: answer.status !== 503, headers: [...answer.headers].filter(([name]) => name !== "set-cookie"), body: await answer.text() })
    return { kind: String(answer.status), text }
  }
}

function trySet(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    // No browser can send this either.
  }
}

/** What a page hands to the browser: the props of all elements, those of its parts that wait for the database too. */
async function sentBy(page: Page, { id, query }: AddressInput): Promise<Sent> {
  const searchParams: Record<string, unknown> = {}
  for (const [name, value] of query) searchParams[name] = Array.isArray(value) ? value.map(asText) : asText(value)
  const made = await page({ params: Promise.resolve({ id: asText(id) }), searchParams: Promise.resolve(searchParams) })
  return { kind: "shown", text: JSON.stringify(await flat(made, 0)) ?? "" }
}

/** Elements as plain lists; asynchronous parts are made, as only the server makes them. */
async function flat(value: unknown, depth: number): Promise<unknown> {
  if (depth > 60) return null
  if (Array.isArray(value)) return Promise.all(value.map((each) => flat(each, depth + 1)))
  if (typeof value === "function" || typeof value === "bigint" || typeof value === "symbol") return null
  if (value instanceof Promise) return flat(await value, depth + 1)
  if (value === null || typeof value !== "object") return value
  if (isValidElement(value)) {
    const { type, props } = value
    const isAsync = typeof type === "function" && type.constructor.name === "AsyncFunction"
    return isAsync ? flat(await (type as Page)(props), depth + 1) : flat(props, depth + 1)
  }
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return JSON.stringify(value) ?? null
  const entries = await Promise.all(Object.entries(value).map(async ([name, each]) => [name, await flat(each, depth + 1)] as const))
  return Object.fromEntries(entries)
}
