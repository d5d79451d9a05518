import { Prisma } from "./generated/client"

/** SQL's null in a column of JSON; JSON's own null would be a value. */
export const NO_JSON = Prisma.DbNull

/** Another row has this value already, and only one may. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002"
}

/** Prisma documentation, error reference: nobody was reached, or not in time. */
const NOT_REACHED = /^P1|^P2024$|^P2028$/

/** Whether the database was reached and said no to what it was asked, so that asking for less may go well. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && !NOT_REACHED.test(error.code)
}
