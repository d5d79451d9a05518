import { Prisma } from "./generated/client"

/**
 * Prisma documentation, error reference: no server reached (P1001, P1002), no connection from the pool in time (P2024), no
 * transaction begun or finished in time (P2028).
 */
const PRISMA_AWAY = new Set(["P1001", "P1002", "P2024", "P2028"])
/** Node, and Postgres documentation, appendix A: nobody listens; too many connections; starting up or shutting down. */
const AWAY = new Set(["ECONNREFUSED", "53300", "57P03"])

/** Whether the database is too busy, or away: it took nothing of what failed so. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof Prisma.PrismaClientKnownRequestError && PRISMA_AWAY.has(error.code)) return true
  const code = (error as { code?: unknown }).code
  if (typeof code === "string" && AWAY.has(code)) return true
  // pg's pool has no code for a connection that wasn't had in time.
  if (error.message.includes("timeout exceeded when trying to connect")) return true
  return isDatabaseAway(error.cause)
}
