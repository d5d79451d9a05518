import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { openKeyring } from "@/lib/db/keyring"
import { testDatabase } from "@/lib/db/test-database"
import type { ServiceContext } from "./context"
import { createAlmaPool } from "./context"

export interface TestContext {
  ctx: ServiceContext
  close(): Promise<void>
}

/** A service's context on a database of its own, for an operator; `allowHosts` can be added to. */
export async function testContext(): Promise<TestContext> {
  const database = await testDatabase()
  const dataDir = await mkdtemp(path.join(tmpdir(), "lantern-test-"))
  const keyring = await openKeyring({ dataDir })
  const db = database.db.prisma
  const ctx: ServiceContext = {
    db,
    keyring,
    settings: { quietSeconds: 1, allowHosts: [], dataDir, publicUrl: "http://localhost:3000" },
    clock: () => new Date(),
    actor: { kind: "operator", name: "Operator test" },
    almaFor: createAlmaPool(db, keyring),
    wake: async () => {},
  }
  return {
    ctx,
    async close() {
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
