import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { getDb } from "@/lib/db/client"
import { type Keyring, openKeyring } from "@/lib/db/keyring"
import type { Actor } from "@/lib/domain/actor"
import { env } from "@/lib/env"
import { contextOf, createAlmaPool, type ServiceContext } from "./context"
import { openWaker, type Waker } from "./waker"

/** Kept on globalThis: Next loads this module more than once, and one Alma client an institution is enough. */
const shared = globalThis as typeof globalThis & {
  lanternKeyring?: Promise<Keyring>
  lanternAlma?: ServiceContext["almaFor"]
  lanternWaker?: Promise<Waker>
}

export function webKeyring(): Promise<Keyring> {
  const { LANTERN_KEY: masterKey, LANTERN_NEW_KEYS: newKeys, LANTERN_DATA_DIR: dataDir } = env()
  return (shared.lanternKeyring ??= openKeyring({ masterKey, newKeys, dataDir }).catch((error: unknown) => {
    shared.lanternKeyring = undefined
    throw error
  }))
}

/** What services need, in the web process, for this actor. */
export async function webContext(actor: Actor): Promise<ServiceContext> {
  const keyring = await webKeyring()
  const db = getDb().prisma
  const almaFor = (shared.lanternAlma ??= createAlmaPool(db, keyring, env().LANTERN_ALLOW_API_HOSTS))
  return contextOf(env(), { db, keyring, actor, almaFor, wake })
}

/** What was asked for is committed by now. A lost wake-up costs delay only, so it fails nobody's click. */
const wake: ServiceContext["wake"] = async (institutionId, at) => {
  try {
    await (await webWaker()).wake(institutionId, at)
  } catch (error) {
    reportUnexpected("wake-up", error)
  }
}

function webWaker(): Promise<Waker> {
  const onError = (error: unknown) => void reportUnexpected("wake-ups", error)
  return (shared.lanternWaker ??= openWaker(env().DATABASE_URL ?? "", { work: false, onError }).catch((error: unknown) => {
    shared.lanternWaker = undefined
    throw error
  }))
}
