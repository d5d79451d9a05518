import { createHash, hkdfSync, randomBytes } from "node:crypto"
import { link, mkdir, open, readFile, rm } from "node:fs/promises"
import path from "node:path"
import { AppError } from "@/lib/domain/errors"

/** What each derived key is for; a key never serves two purposes. */
export type KeyPurpose = "seal" | "pickup-pepper" | "audit" | "recovery-sheet" | "sign-in" | "next-auth" | "throttle"

/** Keys of 32 bytes derived from the master key (HKDF-SHA-256, RFC 5869). */
export interface Keyring {
  key(purpose: KeyPurpose): Buffer
}

/**
 * Opens the master key: `LANTERN_KEY` when it is set (at least 32 characters), else a 0600 file in
 * the data folder that is made at the first start. It is kept outside the database, so that a
 * stolen dump opens nothing.
 */
export async function openKeyring(settings: { masterKey?: string | undefined; dataDir: string }): Promise<Keyring> {
  const master = settings.masterKey ?? (await masterKeyFile(settings.dataDir))
  if (master.length < 32) throw new AppError("input", "LANTERN_KEY must have at least 32 characters.")
  const secret = createHash("sha256").update(master).digest()
  const derived = new Map<KeyPurpose, Buffer>()
  return {
    key(purpose) {
      const known = derived.get(purpose) ?? Buffer.from(hkdfSync("sha256", secret, "lantern", purpose, 32))
      derived.set(purpose, known)
      return known
    },
  }
}

async function masterKeyFile(dataDir: string): Promise<string> {
  const file = path.join(dataDir, "key")
  const known = await readFile(file, "utf8").catch(() => null)
  if (known !== null) return known.trim()
  await mkdir(dataDir, { recursive: true })
  // Written aside and linked into place: of two processes at the first start, one key wins whole.
  const draft = path.join(dataDir, `key.${process.pid}`)
  const handle = await open(draft, "w", 0o600)
  try {
    await handle.writeFile(randomBytes(32).toString("base64url") + "\n")
    await handle.sync()
  } finally {
    await handle.close()
  }
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error
  })
  await rm(draft, { force: true })
  return (await readFile(file, "utf8")).trim()
}
