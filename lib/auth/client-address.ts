/**
 * The address a request came from, for throttling and for people's own record of their sessions. `npm start` writes it into
 * `X-Forwarded-For` before Next sees the request (`trueAddress`), whatever the client had put there.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
  return last || "unknown"
}

interface Seen {
  /** What the request says in `X-Forwarded-For`. */
  forwarded: string | undefined
  /** Whom the socket is connected with. */
  socket: string | undefined
  /** How many proxies the operator says stand in front and add whom they saw. */
  proxies: number
}

/**
 * Each proxy adds at the end whom it saw, so with `proxies` of them the client is that many from the end; what stands before
 * was sent by the client. Without proxies, or with fewer entries than there should be, it is whom the socket is connected with.
 */
export function trueAddress({ forwarded, socket, proxies }: Seen): string {
  const entries = (forwarded ?? "").split(",").map((one) => one.trim()).filter(Boolean)
  const seen = proxies > 0 ? entries.at(-proxies) : undefined
  return (seen ?? socket ?? "").replace(/^::ffff:(?=\d+\.)/, "").slice(0, 100) || "unknown"
}

/** Whether the other end of the socket is this machine. */
export function isThisMachine(socket: string | undefined): boolean {
  return socket !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket)
}
