export interface Asker {
  /** http://localhost:PORT. */
  url: string
  cookie?: string
  /** What the browser says it comes from; the page itself unless said otherwise. */
  origin?: string
}

export interface Answer {
  status: number
  /** Where it sends, if it does. */
  location: string
  body: string
  headers: Headers
}

/** Calls a server action as Next's own client does. */
export function callAction(asker: Asker, page: string, id: string, args: unknown[] | FormData): Promise<Answer> {
  const headers: Record<string, string> = { "next-action": id, accept: "text/x-component" }
  if (args instanceof FormData) return ask(asker, page, "POST", withForm(args), headers)
  return ask(asker, page, "POST", JSON.stringify(args), { ...headers, "content-type": "text/plain;charset=UTF-8" })
}

/** As React encodes `(before, form)`: the names of its fields begin with `_1_`. */
function withForm(form: FormData): FormData {
  const body = new FormData()
  for (const [name, value] of form) body.set(`_1_${name}`, value)
  body.set("0", JSON.stringify([null, "$K1"]))
  return body
}

export async function ask(asker: Asker, address: string, method = "GET", body?: string | FormData, more: Record<string, string> = {}): Promise<Answer> {
  const origin = asker.origin ?? (method === "GET" ? undefined : asker.url)
  const headers = { ...more, ...(asker.cookie && { cookie: asker.cookie }), ...(origin && { origin }) }
  const answer = await fetch(`${asker.url}${address}`, { method, headers, redirect: "manual", ...(body !== undefined && { body }) })
  const text = await answer.text()
  // A page that has begun to be sent says where to go in the page.
  const meta = /<meta[^>]*http-equiv="refresh"[^>]*url=([^"]+)"/i.exec(text)?.[1] ?? /NEXT_REDIRECT;\w+;([^;]+);/.exec(text)?.[1] ?? ""
  return { status: answer.status, location: answer.headers.get("location") ?? meta, body: text, headers: answer.headers }
}

interface ActionResult {
  data?: unknown
  validationErrors?: unknown
  serverError?: { code: string; message: string }
}

/** What an action answered, out of React's stream; undefined when it is none. */
export function resultOf({ body }: Answer): ActionResult | undefined {
  const rows = new Map<string, unknown>()
  for (const [, id, text] of body.matchAll(/^([0-9a-f]+):(.*)$/gm)) {
    try {
      rows.set(id!, JSON.parse(text!))
    } catch {
      // A row of another kind.
    }
  }
  const first = rows.get("0") as { a?: string } | undefined
  const named = /^\$@?([0-9a-f]+)$/.exec(first?.a ?? "")?.[1]
  return named === undefined ? undefined : ((rows.get(named) ?? {}) as ActionResult)
}
