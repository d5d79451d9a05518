// npm start: everything Lantern needs, in one process. Ctrl-C stops all of it.
import { buildPages } from "@/scripts/build-pages"
import { checkPort, listen } from "@/scripts/listen"
import { explain } from "@/scripts/explain"
import { openPractice } from "@/scripts/practice"
import { stopAll, stopWithUs } from "@/scripts/stop"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { migrate } from "@/lib/db/migrate"
import { env, rereadEnv } from "@/lib/env"

const development = process.argv.includes("--dev")

async function serve(): Promise<void> {
  const settings = env()
  await checkPort(settings.PORT)
  const database = await ensureDatabase(settings)
  stopWithUs("the database", database.release)
  await migrate(database.url)
  // Next's bundle reads its settings anew: this is how it learns where the database is.
  process.env.DATABASE_URL = database.url
  if (settings.LANTERN_PRACTICE) await openPractice(settings)
  rereadEnv()
  if (!development) await buildPages()
  await listen(settings, development)
}

try {
  await serve()
} catch (error) {
  console.error(explain(error))
  await stopAll(1)
}
