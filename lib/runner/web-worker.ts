import { createDb } from "@/lib/db/client"
import { LANTERN } from "@/lib/domain/actor"
import { env, epochFile } from "@/lib/env"
import { createAlmaPool } from "@/lib/services/context"
import { webContext } from "@/lib/services/web-context"
import { type Runner, startRunner } from "./runner"

const shared = globalThis as typeof globalThis & { lanternWorker?: Runner }

/** The worker beside the pages, with a pool of its own so that neither starves the other. */
export async function startWebWorker(): Promise<void> {
  const url = env().DATABASE_URL
  if (!url) return
  const { prisma: db } = createDb(url, { poolSize: 16 })
  const web = await webContext(LANTERN)
  const runner = await startRunner({ url, epochFile: epochFile(env()), care: true, ctx: { ...web, db, almaFor: createAlmaPool(db, web.keyring, web.settings.allowHosts) } })
  // Whoever serves the pages stops the worker, in its turn; Next's bundle and that program share no module.
  shared.lanternWorker = runner
}
