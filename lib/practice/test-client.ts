import type { AlmaUser } from "@/lib/domain/alma-user"
import type { PracticeAlma } from "./practice-alma"

export interface Reply {
  status: number
  type: string
  text: string
  /** The JSON body, or {} where there is none. */
  body: Record<string, unknown>
  /** Alma's error code, out of JSON or XML. */
  code: string | null
}

type Init = { body?: unknown; key?: string; headers?: Record<string, string>; signal?: AbortSignal }

/** A plain client for this folder's tests: it hides nothing of the wire. */
export async function call(
  alma: PracticeAlma,
  method: string,
  path: string,
  init: Init = {},
): Promise<Reply> {
  const response = await fetch(`${alma.url}/almaws/v1${path}`, {
    method,
    redirect: "manual",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `apikey ${init.key ?? alma.apiKey}`,
      ...init.headers,
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    ...(init.signal ? { signal: init.signal } : {}),
  })
  const text = await response.text()
  const code = /"errorCode":"([^"]+)"|<errorCode>([^<]+)</.exec(text)
  const type = response.headers.get("content-type") ?? ""
  const parsed: unknown = type.includes("json") && text !== "" ? JSON.parse(text) : {}
  const body = parsed as Record<string, unknown>
  return { status: response.status, type, text, body, code: code?.[1] ?? code?.[2] ?? null }
}

export function userPath(id: string): string {
  return `/users/${encodeURIComponent(id)}`
}

/** GET the whole user, change it, leave the roles out, PUT it back. */
export async function edit(
  alma: PracticeAlma,
  id: string,
  changes: Record<string, unknown>,
  query = "",
): Promise<Reply> {
  const { body } = await call(alma, "GET", userPath(id))
  const { user_role: _roles, ...rest } = body
  return await call(alma, "PUT", `${userPath(id)}${query}`, { body: { ...rest, ...changes } as AlmaUser })
}

export const INTERNAL = { value: "INTERNAL" }
export const EXTERNAL = { value: "EXTERNAL" }
