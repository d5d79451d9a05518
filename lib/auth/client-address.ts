/**
 * The address a request came from, for throttling only. The last entry is what the nearest proxy
 * saw; without a proxy Next writes the socket's address there, unless the client sent the header
 * itself. So it slows, and decides nothing: each account has its own throttle.
 */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
  return last || "unknown"
}
