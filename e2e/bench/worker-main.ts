// One worker, as `lantern worker` is one.
import { createDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import { startRunner } from "@/lib/runner/runner"
import { createAlmaPool } from "@/lib/services/context"
import type { ToWorker, WorkerSpec } from "./messages"
import { watchUsage } from "./usage"

const spec = JSON.parse(process.argv[2] ?? "{}") as WorkerSpec
const usage = watchUsage()
const keyring = await openKeyring({ dataDir: spec.dataDir })
const { prisma: db } = createDb(spec.url, { poolSize: 16 })
const { quietSeconds, allowHosts, dataDir } = spec
const runner = await startRunner({
  url: spec.url,
  ctx: {
    db,
    keyring,
    settings: { quietSeconds, allowHosts, dataDir, publicUrl: "http://localhost:3000" },
    clock: () => new Date(),
    almaFor: createAlmaPool(db, keyring),
  },
})

process.on("message", (message: ToWorker) => {
  if (message.ask === "usage") process.send?.({ answer: usage() })
  else void runner.stop().then(() => process.exit(0))
})
process.on("disconnect", () => process.exit(0))
process.send?.({ answer: null })
