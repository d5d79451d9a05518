import { mkdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"

/** The server's address, left in the data folder so that a command beside it makes links that work. */
export async function rememberAddress(dataDir: string, url: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await writeFile(path.join(dataDir, "address"), `${url}\n`)
}

/** The address that was remembered, else `byDefault`. */
export async function rememberedAddress(dataDir: string, byDefault: string): Promise<string> {
  const text = await readFile(path.join(dataDir, "address"), "utf8").catch(() => "")
  return text.trim() || byDefault
}
