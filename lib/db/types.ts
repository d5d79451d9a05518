import type { Prisma, PrismaClient } from "./generated/client"

export type Db = PrismaClient
/** Inside one transaction; or the database itself, for a single read. */
export type Tx = Prisma.TransactionClient
