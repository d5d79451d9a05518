import { open, rename } from "node:fs/promises"
import path from "node:path"

/**
 * Writes a file of its own beside `file`, 0600 and on disk before this answers.
 * @returns its path: the caller renames or links it into place
 */
export async function writeAside(file: string, text: string): Promise<string> {
  const draft = `${file}.${process.pid}`
  const handle = await open(draft, "w", 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return draft
}

/** Either the old file stands there or the new one, whole and on disk, whatever happens meanwhile. Its folder must be there. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await rename(await writeAside(file, text), file)
  const folder = await open(path.dirname(file), "r")
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
