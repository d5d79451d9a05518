import { Prisma } from "./generated/client"

/** SQL's null in a column of JSON; JSON's own null would be a value. */
export const NO_JSON = Prisma.DbNull

/** Another row has this value already, and only one may. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002"
}
