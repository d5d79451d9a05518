import { once } from "node:events"
import { createServer, request as send } from "node:http"
import type { AddressInfo } from "node:net"
import type { Seen } from "./find-secrets"

/** Stands between the browsers and Lantern and writes down every answer whole, as it went over the wire. */
export async function watchLantern(lanternUrl: string): Promise<{ url: string; answers: Seen[]; close(): Promise<void> }> {
  const answers: Seen[] = []
  const server = createServer((asked, answer) => {
    // Plain, to be read. The host stays what the browser asked for, so that its Origin is Lantern's own.
    const { "accept-encoding": _, ...headers } = asked.headers
    const onward = send(new URL(asked.url ?? "/", lanternUrl), { method: asked.method, headers: { ...headers, host: asked.headers.host } }, (came) => {
      const chunks: Buffer[] = []
      const where = `${asked.method} ${new URL(asked.url ?? "/", lanternUrl).pathname}`
      came.on("data", (chunk: Buffer) => void chunks.push(chunk))
      came.on("end", () => {
        const { "set-cookie": __, ...shown } = came.headers
        answers.push({ where, text: Buffer.concat(chunks).toString() }, { where: `the headers of ${where}`, text: JSON.stringify(shown) })
      })
      answer.writeHead(came.statusCode ?? 502, came.headers)
      came.pipe(answer)
    })
    onward.on("error", () => void answer.destroy())
    asked.pipe(onward)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
}
