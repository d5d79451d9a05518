import { Prisma } from "./generated/client"
import type { Db, Tx } from "./types"

/** Prisma documentation, error reference: no transaction begun or finished in time; a write conflict or deadlock. */
const ROLLED_BACK = new Set(["P2028", "P2034"])

/**
 * Runs a transaction, and once more when the database took it back because others were in the way.
 * Only for work that is nothing but database: it is done twice. Both errors come of a transaction that
 * has changed nothing; one whose commit wasn't answered fails otherwise, and is not run again.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>, options?: { timeout?: number }): Promise<T> {
  try {
    return await db.$transaction(work, options)
  } catch (error) {
    if (!isRolledBack(error)) throw error
    return await db.$transaction(work, options)
  }
}

function isRolledBack(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return ROLLED_BACK.has(error.code) || isRawConflict(error.meta)
}

/** In a raw query the same conflict comes as P2010, "raw query failed", with its kind further in. */
function isRawConflict(meta: Record<string, unknown> | undefined): boolean {
  const cause = meta?.driverAdapterError instanceof Error ? meta.driverAdapterError.cause : null
  return typeof cause === "object" && cause !== null && "kind" in cause && cause.kind === "TransactionWriteConflict"
}
