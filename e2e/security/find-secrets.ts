import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import type { Pool } from "pg"

/** One thing that came by: what, and all of its text. */
export interface Seen {
  where: string
  text: string
}

export interface Secret {
  what: string
  value: string
}

/** The ways in which a value may stand somewhere: as it is, in the other case, quoted, in an address, encoded. */
function disguises(value: string): string[] {
  const bytes = Buffer.from(value)
  return [...new Set([
    value, value.toLowerCase(), value.toUpperCase(), encodeURIComponent(value), JSON.stringify(value).slice(1, -1),
    bytes.toString("base64").replace(/=+$/, ""), bytes.toString("base64url"), bytes.toString("hex"),
    value.replace(/[\s-]/g, ""), value.replace(/(.{4})(?=.)/g, "$1 "), value.replace(/(.{5})(?=.)/g, "$1 "),
  ])]
}

/** @returns a sentence for each secret in each place; the secret itself is in none of them */
export function findSecrets(secrets: Secret[], places: Seen[]): string[] {
  const found: string[] = []
  for (const { what, value } of secrets) {
    if (value.length < 10) throw new Error(`${what} is too short to be looked for`)
    const forms = disguises(value)
    for (const { where, text } of places) if (forms.some((form) => text.includes(form))) found.push(`${what} stands in ${where}`)
  }
  return [...new Set(found)]
}

/** Every column of every row of every table of every schema, as a dump has it. */
export async function readDatabase(pool: Pool): Promise<Seen[]> {
  const { rows: tables } = await pool.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
  return Promise.all(tables.map(async ({ schema, name }) => {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${quoted(schema)}.${quoted(name)} t`)
    return { where: `the table ${schema}.${name}`, text: rows.map(({ row }) => row).join("\n") }
  }))
}

/** Every file under a folder as it lies on the disk, but for those that `isOf` names. */
export async function readFolder(folder: string, leaveOut: RegExp): Promise<Seen[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  return Promise.all(files.filter((file) => !leaveOut.test(file)).map(async (file) => ({
    // Postgres removes files while it runs.
    where: `the file ${file}`, text: await readFile(path.join(folder, file), "latin1").catch(() => ""),
  })))
}
