import { randomUUID } from "node:crypto"
import { inject } from "vitest"
import { createDb, type OpenDb } from "@/lib/db/client"
import { connectScratchPostgres } from "@/lib/db/scratch-postgres"

export interface TestDatabase {
  url: string
  db: OpenDb
  /** Closes and removes it: call it in afterAll. */
  drop(): Promise<void>
}

/** A migrated, empty database of its own for one test file, on the run's real Postgres (only in `*.db.test.ts`). */
export async function testDatabase(options?: { poolSize?: number }): Promise<TestDatabase> {
  const { url: serverUrl, folder, template } = inject("scratchPostgres")
  const scratch = connectScratchPostgres(serverUrl, folder)
  const name = `test_${randomUUID().replaceAll("-", "")}`
  const url = await scratch.createDatabase(name, template)
  const db = createDb(url, options)
  return {
    url,
    db,
    async drop() {
      await db.close()
      await scratch.dropDatabase(name)
    },
  }
}
