import { isIP } from "node:net"

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
  return withoutPort(seen ?? socket ?? "").replace(/^::ffff:(?=\d+\.)/, "").slice(0, 100) || "unknown"
}

/** Some proxies write the client's port as well, and that is another one with every connection. */
function withoutPort(address: string): string {
  return /^\[([0-9a-f:.]+)\](?::\d+)?$/i.exec(address)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(address)?.[1] ?? address
}

/**
 * What counts as one address where tries are counted: of IPv6 the first 64 bits. Whoever has one address of such a network has
 * all of them (RFC 4291, 2.5.1), and could come from another one with every try.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, "")
  if (isIP(plain) !== 6) return address
  const [left = "", right] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split("::")
  const groups = (part: string) => part.split(":").filter((group) => group !== "")
  const [first, last] = [groups(left), groups(right ?? "")]
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0")
  return `${[...first, ...zeros, ...last].slice(0, 4).join(":")}::/64`
}

/** Whether the other end of the socket is this machine. */
export function isThisMachine(socket: string | undefined): boolean {
  return socket !== undefined && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket)
}
