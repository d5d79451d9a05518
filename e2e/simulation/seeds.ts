import "./install"
import { openKeyring, type Keyring } from "@/lib/db/keyring"
import { MemoryStore } from "./store"
import { runSeed, type Outcome } from "./simulation"

/** The same in every run: nothing is sealed from anybody here. */
export function simulatedKeyring(): Promise<Keyring> {
  return openKeyring({ masterKey: "simulation".repeat(5), dataDir: "/nowhere" })
}

/** Runs seeds one after another in this process, in memory. */
export async function openSeeds(): Promise<(seed: number, options?: { harm?: string; keepTrace?: boolean }) => Promise<Outcome>> {
  const keyring = await simulatedKeyring()
  const store = new MemoryStore()
  return (seed, options = {}) => runSeed(seed, { store, keyring, ...options })
}
