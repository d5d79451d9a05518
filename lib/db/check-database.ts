import pg from "pg"
import { StartProblem } from "@/lib/domain/start-problem"

const oldestVersion = 15

/**
 * Connects once to the operator's own Postgres.
 * @throws StartProblem that says what is wrong with DATABASE_URL, and never repeats its password
 */
export async function checkDatabase(url: string): Promise<void> {
  const where = describe(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version")
    requireVersion(Number(rows[0]?.version), where)
  } catch (error) {
    throw error instanceof StartProblem ? error : new StartProblem(sentenceFor(error, where))
  } finally {
    await client.end().catch(() => {})
  }
}

/** `version` as in server_version_num, 150004 for 15.4. @throws StartProblem for one too old */
export function requireVersion(version: number, where: string): void {
  const major = Math.floor(version / 10_000)
  if (major >= oldestVersion) return
  throw new StartProblem(`The Postgres at ${where} is version ${major}: Lantern needs ${oldestVersion} or newer.`)
}

function describe(url: string): string {
  try {
    const parsed = new URL(url)
    if (!/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) throw new TypeError("Not a Postgres URL.")
    return `${parsed.host}${parsed.pathname}`
  } catch {
    throw new StartProblem(
      "DATABASE_URL isn't a Postgres address: write it as postgresql://user:password@host:5432/database.",
    )
  }
}

/** SQLSTATE classes from Postgres's appendix "Error Codes"; the others are Node's. */
function sentenceFor(error: unknown, where: string): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  switch (code) {
    case "28P01":
    case "28000":
      return `The Postgres at ${where} refused the user or password in DATABASE_URL.`
    case "3D000":
      return `The database named in DATABASE_URL doesn't exist at ${where}: create it, empty, and start again.`
    case "42501":
      return `The user in DATABASE_URL may not connect to ${where}.`
    case "53300":
      return `The Postgres at ${where} has no connection left for Lantern.`
    case "57P03":
      return `The Postgres at ${where} is starting up or shutting down: try again in a moment.`
    case "ECONNREFUSED":
      return `Nothing answers at ${where}: is the Postgres in DATABASE_URL running?`
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host in DATABASE_URL isn't known: ${where}.`
    default:
      return `The Postgres at ${where} can't be reached (${code || messageOf(error)}): check DATABASE_URL.`
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "no reason given"
}
