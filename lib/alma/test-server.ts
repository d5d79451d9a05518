import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { RequestBudget, RequestPriority } from "@/lib/domain/request-budget"
import { createAlmaClient, type AlmaClient, type AlmaConnection } from "@/lib/alma/alma-client"

export interface SeenRequest {
  method: string
  /** As it stood in the request line. */
  url: string
  headers: IncomingMessage["headers"]
  body: string
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void

/** For tests: a server on loopback that answers what the test says and remembers what it was asked. */
export async function startTestServer(answer: Answer) {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const { method = "", url = "", headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() }
      seen.push(one)
      answer(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, seen, close }
}

/** Answers with a fixed body. */
export function say(status: number, body: unknown, type = "application/json"): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  return (_request, response) => void response.writeHead(status, { "content-type": type }).end(text)
}

export function envelope(code: string, message = "Said Alma.", trackingId = "E01-TEST") {
  const error = { errorCode: code, errorMessage: message, trackingId }
  return { errorsExist: true, errorList: { error: [error] }, result: null }
}

/** A budget that never makes anyone wait and remembers what was asked of it. */
export class OpenBudget implements RequestBudget {
  reserved: RequestPriority[] = []
  throttledCount = 0

  reserve(priority: RequestPriority) {
    this.reserved.push(priority)
    return Promise.resolve({ granted: true, waitMs: 0 })
  }

  giveBack() {
    return Promise.resolve()
  }

  throttled() {
    this.throttledCount += 1
    return Promise.resolve()
  }
}

export const TEST_KEY = "l7xx-test-key-0001"

/** Runs `work` with a client of such a server, whose waits are noted instead of waited. */
export async function withAlma<T>(
  answer: Answer,
  work: (alma: AlmaClient, seen: SeenRequest[], slept: number[], budget: OpenBudget) => Promise<T>,
  connection: Partial<AlmaConnection> = {},
): Promise<T> {
  const server = await startTestServer(answer)
  const budget = new OpenBudget()
  const slept: number[] = []
  const sleep = (ms: number) => {
    slept.push(ms)
    return Promise.resolve()
  }
  const alma = createAlmaClient({
    baseUrl: server.url,
    apiKey: TEST_KEY,
    budget,
    sleep,
    random: () => 0.5,
    ...connection,
  })
  try {
    return await work(alma, server.seen, slept, budget)
  } finally {
    await alma.close()
    await server.close()
  }
}

/** Serves a list in pages, as Alma does. */
export function pages(key: string, rows: unknown[]): Answer {
  return (request, response) => {
    const query = new URL(request.url, "http://x").searchParams
    const offset = Number(query.get("offset"))
    const page = rows.slice(offset, offset + Number(query.get("limit")))
    say(200, { [key]: page, total_record_count: rows.length })(request, response)
  }
}

export const queryOf = (request: SeenRequest | undefined) => new URL(request?.url ?? "", "http://x").searchParams
