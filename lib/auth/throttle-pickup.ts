import { createHmac } from "node:crypto"
import { RateLimiterPrisma } from "rate-limiter-flexible"
import type { Keyring } from "@/lib/db/keyring"
import type { Db } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"

/** Wrong tries in an hour before each further one has to wait: for one person from one address, and for one address. */
const FREE = { person: 6, address: 60 }
const WINDOW_SECONDS = 3600
const LONGEST_SECONDS = 120

/**
 * Slows guessing at pick-up codes down. It only ever slows: whoever knows a Primary ID must not be
 * able to shut its owner out, so a person's wrong tries count together with the address they came from.
 */
export function throttlePickup(db: Db, keyring: Keyring, who: { primaryId: string; address: string }) {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPrisma({ storeClient: db, keyPrefix, points, duration, clearExpiredByTimeout: false })
  const tries = limiter("pickup-tries", 1_000_000, WINDOW_SECONDS)
  const gate = limiter("pickup-gate", 1, 1)
  const keyOf = (what: string) => createHmac("sha256", keyring.key("throttle")).update(what).digest("base64url")
  const keys = [
    { key: keyOf(`person ${who.primaryId} ${who.address}`), free: FREE.person },
    { key: keyOf(`address ${who.address}`), free: FREE.address },
  ]
  return {
    /** @throws AppError `refused` with the seconds to wait */
    async check(): Promise<void> {
      for (const { key } of keys) {
        const shut = await gate.get(key)
        if (shut && shut.consumedPoints > 0 && shut.msBeforeNext > 0) {
          const seconds = Math.ceil(shut.msBeforeNext / 1000)
          throw new AppError("refused", `There were too many tries. Wait ${seconds} seconds and try again: your code is still good.`)
        }
      }
    },
    /** Counts a wrong try; from the free ones on the gate shuts for a time that doubles. */
    async failed(): Promise<void> {
      for (const { key, free } of keys) {
        const { consumedPoints } = await tries.consume(key)
        const over = consumedPoints - free
        if (over > 0) await gate.consume(key, 1, { customDuration: Math.min(2 ** Math.min(over, 10), LONGEST_SECONDS) }).catch(() => {})
      }
    },
  }
}
