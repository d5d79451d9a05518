const READS = ["GET", "HEAD", "OPTIONS"]

interface OriginFacts {
  method: string
  origin: string | null
  host: string | null
  /** Where people reach this Lantern. */
  publicUrl: string
}

/**
 * Why a request must be refused, as one sentence, or null. A foreign `Origin` never passes; one that
 * changes something must bring one (browsers send it with every POST).
 */
export function originProblem({ method, origin, host, publicUrl }: OriginFacts): string | null {
  if (origin === null) {
    return READS.includes(method) ? null : "This request did not say which page it came from, so nothing was done."
  }
  return isOurs(origin, host, publicUrl) ? null : "This request came from another site, so nothing was done."
}

function isOurs(origin: string, host: string | null, publicUrl: string): boolean {
  const ours = new URL(publicUrl)
  if (origin === ours.origin) return true
  // Tried out on one machine, Lantern is also 127.0.0.1 or another port than was planned. Over https it has one name.
  return ours.protocol === "http:" && host !== null && origin === `http://${host}`
}

/**
 * Whether a browser that is sent to this stays here. Of plain characters alone: what else stands in it fits no header, and
 * next-auth would fail over it.
 */
export function isOwnPath(address: string): boolean {
  return /^\/(?!\/)[!-[\]-~]*$/.test(address)
}
