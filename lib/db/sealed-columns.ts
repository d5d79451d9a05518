import { LANTERN_CHAIN } from "./audit"
import { Prisma } from "./generated/client"
import type { Keyring } from "./keyring"
import { seal, unseal } from "./seal"
import type { Db } from "./types"

/** A column whose values are sealed. Those that aren't listed here would stay under an old key when keys change. */
interface SealedColumn {
  /** Of many, for people. */
  name: string
  table: string
  field: string
  /** Which column holds the institution of the seal's place; null: it belongs to none. */
  institution: "id" | "institutionId" | null
}

export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { name: "API keys", table: "Institution", field: "apiKeySealed", institution: "id" },
  { name: "authenticator seeds", table: "Person", field: "totpSealed", institution: null },
  { name: "accounts’ original facts", table: "Hold", field: "original", institution: "institutionId" },
  { name: "records of proofs", table: "RouteProof", field: "before", institution: "institutionId" },
  { name: "back-up admin passwords", table: "BackupAdmin", field: "passwordSealed", institution: "institutionId" },
  { name: "back-up admin passwords to come", table: "BackupAdmin", field: "candidateSealed", institution: "institutionId" },
]

const LOT = 100

/** Values of a column that aren't sealed under key `version`. */
export async function countOthers(db: Db, column: SealedColumn, version: string): Promise<number> {
  const { table, others } = partsOf(column, version)
  const [row] = await db.$queryRaw<{ count: bigint }[]>`select count(*) as "count" from ${table} where ${others}`
  return Number(row!.count)
}

/**
 * Seals up to a hundred values of a column anew under the newest key. Each is written only where it still is what was
 * read, so whoever changes it meanwhile wins; where this process dies, each value is whole, under the old key or the new.
 * @returns how many were sealed anew; 0 when none is left
 */
export async function resealSome(db: Db, keyring: Keyring, column: SealedColumn): Promise<number> {
  const { table, field, others, institution } = partsOf(column, keyring.sealing().version)
  const rows = await db.$queryRaw<{ id: string; sealed: string; institution: string }[]>`
    select "id"::text, ${field} as "sealed", ${institution} as "institution" from ${table} where ${others} limit ${LOT}`
  for (const row of rows) {
    const place = { table: column.table, row: row.id, institution: row.institution, field: column.field }
    const anew = seal(keyring, place, unseal(keyring, place, row.sealed))
    await db.$executeRaw`update ${table} set ${field} = ${anew} where "id" = ${row.id}::uuid and ${field} = ${row.sealed}`
  }
  return rows.length
}

/** Names from the list above alone become SQL. */
function partsOf(column: SealedColumn, version: string) {
  const name = (text: string) => Prisma.raw(`"${text}"`)
  const field = name(column.field)
  return {
    table: name(column.table),
    field,
    others: Prisma.sql`${field} is not null and ${field} not like ${`${version}.%`}`,
    institution: column.institution === null ? Prisma.sql`${LANTERN_CHAIN}` : Prisma.sql`${name(column.institution)}::text`,
  }
}
