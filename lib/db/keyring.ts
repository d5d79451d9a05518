import { createHash, hkdfSync, randomBytes } from "node:crypto"
import { readFileSync, statSync } from "node:fs"
import { link, mkdir, readFile, rm } from "node:fs/promises"
import path from "node:path"
import { AppError } from "@/lib/domain/errors"
import { writeAside, writeWhole } from "./write-whole"

/** What each derived key is for; a key never serves two purposes. */
export type KeyPurpose = "seal" | "pickup-pepper" | "audit" | "recovery-sheet" | "sign-in" | "next-auth" | "throttle"

/** Keys of 32 bytes derived from the master keys (HKDF-SHA-256, RFC 5869). */
export interface Keyring {
  /** Of the first master key, for ever: what is proved by a key (codes, the audit, sheets) must stay provable. */
  key(purpose: Exclude<KeyPurpose, "seal">): Buffer
  /** Of the newest master key, with its number: what is sealed from now on. */
  sealing(): { version: string; key: Buffer }
  /** Of the master key with this number; null when this process hasn't got it. */
  opening(version: string): Buffer | null
  /** Adds a master key, which seals from then on. Null where the operator keeps the keys, in the environment. */
  addKey: (() => Promise<void>) | null
}

interface KeySettings {
  /** `LANTERN_KEY`. */
  masterKey?: string | undefined
  /** `LANTERN_NEW_KEYS`: those that came after it, oldest first. */
  newKeys?: string[] | undefined
  dataDir: string
}

/**
 * Opens the master keys: `LANTERN_KEY` with `LANTERN_NEW_KEYS` when it is set (32 random bytes each, which `lib/env.ts` checks), else a
 * 0600 file in the data folder, made at the first start, one key a line, oldest first. They are kept outside the
 * database, so that a stolen dump opens nothing. A file that another process added a key to is read again.
 */
export async function openKeyring({ masterKey, newKeys = [], dataDir }: KeySettings): Promise<Keyring> {
  if (masterKey !== undefined) return keyringOf(checked([masterKey, ...newKeys]), () => null, null)
  if (newKeys.length > 0) throw new AppError("input", "LANTERN_NEW_KEYS are keys that come after LANTERN_KEY, which isn't set: lantern key rotate adds to the file in the data folder by itself.")
  const file = path.join(dataDir, "key")
  const first = await masterKeyFile(dataDir, file)
  let seen = stampOf(file)
  const changed = () => {
    const now = stampOf(file)
    if (now === null || now === seen) return null
    seen = now
    return checked(linesOf(readFileSync(file, "utf8")))
  }
  return keyringOf(checked(first), changed, () => addKeyTo(file))
}

/** `changed` gives all keys anew when there are others than before. */
function keyringOf(masters: string[], changed: () => string[] | null, addKey: Keyring["addKey"]): Keyring {
  let secrets = masters.map(secretOf)
  const derived = new Map<string, Buffer>()
  const reread = () => {
    const keys = changed()
    if (keys !== null) secrets = keys.map(secretOf)
  }
  const derive = (version: number, purpose: KeyPurpose) => {
    const name = `${version} ${purpose}`
    const known = derived.get(name) ?? Buffer.from(hkdfSync("sha256", secrets[version - 1]!, "lantern", purpose, 32))
    derived.set(name, known)
    return known
  }
  return {
    key: (purpose) => derive(1, purpose),
    sealing() {
      reread()
      return { version: String(secrets.length), key: derive(secrets.length, "seal") }
    },
    opening(version) {
      if (!/^[1-9]\d{0,3}$/.test(version)) return null
      if (Number(version) > secrets.length) reread()
      return Number(version) > secrets.length ? null : derive(Number(version), "seal")
    },
    addKey,
  }
}

const secretOf = (master: string) => createHash("sha256").update(master).digest()
const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "")

function checked(masters: string[]): string[] {
  if (masters.length === 0 || masters.some((master) => master.length < 32)) throw new AppError("input", "LANTERN_KEY must have at least 32 characters.")
  return masters
}

/** Changes with each writing of the file; null when it can't be looked at. */
function stampOf(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : null
}

async function masterKeyFile(dataDir: string, file: string): Promise<string[]> {
  const known = await readFile(file, "utf8").catch(() => null)
  if (known !== null) return linesOf(known)
  await mkdir(dataDir, { recursive: true })
  // Written aside and linked into place: of two processes at the first start, one key wins whole.
  const draft = await writeAside(file, `${newKey()}\n`)
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error
  })
  await rm(draft, { force: true })
  return linesOf(await readFile(file, "utf8"))
}

/** The file is replaced whole, so that a crash leaves either the old keys or all of them. */
async function addKeyTo(file: string): Promise<void> {
  const keys = linesOf(await readFile(file, "utf8"))
  await writeWhole(file, [...keys, newKey(), ""].join("\n"))
}

const newKey = () => randomBytes(32).toString("base64url")
