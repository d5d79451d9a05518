// npm start: everything Lantern needs, in one process. Ctrl-C stops all of it.
import { buildPages } from "@/scripts/build-pages"
import { checkPort, listen } from "@/scripts/listen"
import { explain } from "@/scripts/explain"
import { openPractice, seedAndSignIn } from "@/scripts/practice"
import { stopAll, stopWithUs } from "@/scripts/stop"
import { openDataFolder } from "@/lib/db/data-folder"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { migrate } from "@/lib/db/migrate"
import { rememberAddress } from "@/lib/services/server-address"
import { env, rereadEnv } from "@/lib/env"

const development = process.argv.includes("--dev")

async function serve(): Promise<void> {
  const settings = env()
  await checkPort(settings.PORT)
  await openDataFolder(settings.LANTERN_DATA_DIR)
  const database = await ensureDatabase(settings)
  stopWithUs("the database", database.release)
  if (database.home && database.home !== settings.LANTERN_DATA_DIR) {
    console.log(`The database is kept in ${database.home}: Postgres's own user can't reach ${settings.LANTERN_DATA_DIR}.`)
  }
  await migrate(database.url)
  // Next's bundle reads its settings anew: this is how it learns where the database is.
  process.env.DATABASE_URL = database.url
  if (database.home) process.env.LANTERN_OWN_DATABASE = database.home
  const practice = settings.LANTERN_PRACTICE ? await openPractice(settings) : undefined
  rereadEnv()
  if (!development) await buildPages()
  const signIn = practice && (await seedAndSignIn(practice))
  await listen(settings, development)
  await rememberAddress(settings.LANTERN_DATA_DIR, settings.LANTERN_URL)
  console.log(`\nLantern:  ${settings.LANTERN_URL}`)
  if (signIn) console.log(`Sign in:  ${signIn}\n\nThe link signs you in to the practice institution, once, within 10 minutes.`)
  if (settings.LANTERN_URL.startsWith("https:") && settings.LANTERN_TRUST_PROXY === 0) {
    console.log("Everybody who comes through a proxy counts as one address: set LANTERN_TRUST_PROXY to the number of proxies in front of Lantern.")
  }
  console.log("Ctrl-C stops everything; nothing is lost.")
}

try {
  await serve()
} catch (error) {
  console.error(explain(error))
  await stopAll(1)
}
