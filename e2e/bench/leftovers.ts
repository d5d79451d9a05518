import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { ensureDatabase } from "@/lib/db/embedded-postgres"

let folder = ""

/** What a killed bench leaves: a Postgres outlives whoever started it. Written down before it is started. */
export const Leftovers = {
  /** Where notes are kept. Ends and removes what earlier starts have left. */
  async clear(home: string): Promise<void> {
    folder = path.join(home, "open")
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(folder)) {
      const note = path.join(folder, name)
      const dataDir = await readFile(note, "utf8")
      await end(dataDir).catch(() => {})
      await rm(path.dirname(dataDir), { recursive: true, force: true, maxRetries: 5 })
      await rm(note, { force: true })
    }
  },

  /** @returns the note to remove once the data folder is gone */
  async note(dataDir: string): Promise<string> {
    const note = path.join(folder, path.basename(path.dirname(dataDir)))
    await writeFile(note, dataDir)
    return note
  },
}

/** Joining a server that a kill left behind and leaving it again stops it. */
async function end(dataDir: string): Promise<void> {
  const { release, home } = await ensureDatabase({ LANTERN_DATA_DIR: dataDir })
  await release()
  if (home && home !== dataDir) await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
