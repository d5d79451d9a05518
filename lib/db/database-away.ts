import { Prisma } from "./generated/client"

/**
 * Prisma documentation, error reference: no server reached (P1001, P1002), no connection from the pool in time (P2024), no
 * transaction begun or finished in time (P2028).
 */
const PRISMA_AWAY = new Set(["P1001", "P1002", "P2024", "P2028"])
/**
 * Node: nobody listens. Postgres documentation, appendix A: too many connections; a statement that took longer than its
 * time; the server shuts down, or is starting up.
 */
const AWAY = new Set(["ECONNREFUSED", "53300", "57014", "57P01", "57P03"])

/** Whether the database is too busy, or away: it took nothing of what failed so. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof Prisma.PrismaClientKnownRequestError && PRISMA_AWAY.has(error.code)) return true
  if (codesOf(error).some((code) => typeof code === "string" && AWAY.has(code))) return true
  // pg's pool has no code for a connection that wasn't had in time.
  if (error.message.includes("timeout exceeded when trying to connect")) return true
  return isDatabaseAway(error.cause)
}

/** Prisma keeps the server's own code further in. */
function codesOf(error: Error & { code?: unknown; meta?: unknown }): unknown[] {
  const adapter = (error.meta as { driverAdapterError?: { cause?: unknown } } | undefined)?.driverAdapterError?.cause
  return [error.code, ...[error.cause, adapter].map((cause) => (cause as { originalCode?: unknown } | undefined)?.originalCode)]
}
