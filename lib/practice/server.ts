import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { html, type Answer } from "./answer"
import type { Call, World } from "./call"
import { controlAnswer, type ControlHooks } from "./control"
import { deliver, type Delivery } from "./faulted"
import { RateGate, refuseKey } from "./gateway"
import { LoginPages } from "./login-pages"
import { primaryIdOf } from "./record"
import type { RequestLog } from "./request-log"

const BASE = "/almaws/v1/"
const MAX_BODY = 8_000_000

export interface ServerParts {
  world: World
  log: RequestLog
  control: ControlHooks | null
}

/** The HTTP server: Alma's gateway and API, its log-in pages, and the control of tests. */
export function createPracticeServer({ world, log, control }: ServerParts): Server {
  const gate = new RateGate(world.settings.ratePerSecond)
  const pages = new LoginPages(world)
  let remaining = 250_000
  const api = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const ms = performance.timeOrigin + performance.now()
    log.arrived(ms)
    const call = await readCall(request, url, BASE)
    const entry = {
      at: new Date(ms).toISOString(),
      ms,
      requestId: call.requestId,
      method: call.method,
      path: call.path,
    }
    const { delivery, fault } = await answerApi(world, gate, call, ms)
    const answer = "answer" in delivery ? delivery.answer : null
    response.setHeader("X-Exl-Api-Remaining", String(--remaining))
    const priority = request.headers["x-lantern-priority"]
    log.add({
      ...entry,
      op: call.op,
      fault,
      tookMs: performance.timeOrigin + performance.now() - ms,
      status: answer?.status ?? 0,
      code: answer?.code ?? null,
      ...(typeof priority === "string" ? { priority } : {}),
    })
    noteRequest(world, call, answer)
    await send(response, delivery)
  }
  return createServer((request, response) => {
    const work = async () => {
      const url = new URL(`http://practice${request.url ?? "/"}`)
      if (url.pathname.startsWith(BASE)) return await api(request, response, url)
      const call = await readCall(request, url, "/")
      const controlled = url.pathname.startsWith("/practice/") && control !== null
      const answer = controlled ? controlAnswer(control, call) : pages.answer(call)
      await send(response, { how: "whole", answer })
    }
    work().catch((error: unknown) => {
      if (response.destroyed || response.headersSent) return request.socket.destroy()
      const bad = error instanceof URIError
      void send(response, { how: "whole", answer: html(`<h1>${bad ? 400 : 500}</h1>`, bad ? 400 : 500) })
      if (!bad && !isAbort(error)) {
        console.error("practice Alma:", error instanceof Error ? error.stack : error)
      }
    })
  })
}

async function answerApi(
  world: World,
  gate: RateGate,
  call: Call,
  ms: number,
): Promise<{ delivery: Delivery; fault: string | null }> {
  const slow = gate.refuse(ms)
  if (slow) return { delivery: { how: "whole", answer: slow }, fault: null }
  const { latencyMs, encodedSlash, keys } = world.settings
  if (latencyMs > 0) await new Promise((done) => setTimeout(done, latencyMs))
  if (encodedSlash === "refused" && /%2f/i.test(call.path)) {
    return { delivery: { how: "whole", answer: html("<h1>400 Bad Request</h1>", 400) }, fault: null }
  }
  const denied = refuseKey(keys, call.headers.authorization, call.segments, call.method)
  const fault = world.faults.take(call, personOf(world, call))
  if (denied) return { delivery: { how: "whole", answer: denied }, fault: fault?.kind ?? null }
  return { delivery: deliver(world, call, fault), fault: fault?.kind ?? null }
}

/** The primary id of the person that the path names by any identifier. */
function personOf(world: World, call: Call): string | null {
  if (call.segments[0] !== "users" || call.segments.length < 2) return null
  const type = call.query.get("user_id_type") ?? "all_unique"
  const account = world.store.resolve(call.segments[1] ?? "", type)
  return account ? primaryIdOf(account.user) : null
}

function noteRequest(world: World, call: Call, answer: Answer | null): void {
  const primaryId = personOf(world, call) ?? (call.segments[0] === "users" ? (call.segments[1] ?? "") : "")
  const from = `${call.method} ${call.path}${call.op ? ` op=${call.op}` : ""}`
  const to = answer ? [answer.status, answer.code].filter(Boolean).join(" ") : "no answer"
  world.store.history.add({ by: "api", what: "request", primaryId, from, to, requestId: call.requestId })
}

async function readCall(request: IncomingMessage, url: URL, base: string): Promise<Call> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size <= MAX_BODY) chunks.push(chunk as Buffer)
  }
  const raw = url.pathname.slice(base.length)
  return {
    requestId: randomUUID(),
    method: request.method ?? "GET",
    path: url.pathname,
    segments: raw.split("/").filter((part) => part !== "").map(decodeURIComponent),
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
    op: url.searchParams.get("op"),
  }
}

async function send(response: ServerResponse, delivery: Delivery): Promise<void> {
  if (delivery.how === "hang") return
  if (delivery.how === "reset") {
    response.socket?.resetAndDestroy()
    return
  }
  const { answer } = delivery
  const body = Buffer.from(answer.body, "utf8")
  response.writeHead(answer.status, {
    ...(answer.status === 204 ? {} : { "content-type": answer.type, "content-length": body.length }),
    "cache-control": "no-store",
    ...answer.headers,
  })
  if (delivery.how === "whole") return void response.end(body)
  if (delivery.how === "truncated") {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
    return
  }
  const pieces = 10
  const size = Math.max(1, Math.ceil(body.length / pieces))
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size))
    await new Promise((done) => setTimeout(done, delivery.overMs / pieces))
  }
  response.end()
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET"
}
