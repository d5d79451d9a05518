import { createHmac } from "node:crypto"
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible"
import type { Keyring } from "@/lib/db/keyring"
import type { Db } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import { networkOf } from "./client-address"
import { noteRefused } from "./note-refused"

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
  const from = networkOf(who.address)
  const person = keyOf(`person ${who.primaryId} ${from}`)
  const address = keyOf(`address ${from}`)

  async function refuseWhileShut(key: string): Promise<void> {
    const shut = await gate.get(key)
    if (shut && shut.consumedPoints > 0 && shut.msBeforeNext > 0) throw tooMany(shut.msBeforeNext)
  }

  /** From the free tries on the gate shuts for a time that doubles. Rejects where it is shut already. */
  async function count(key: string, free: number): Promise<void> {
    const { consumedPoints } = await tries.consume(key)
    const over = consumedPoints - free
    if (over > 0) await gate.consume(key, 1, { customDuration: Math.min(2 ** Math.min(over, 10), LONGEST_SECONDS) })
  }

  return {
    /**
     * Counts a try before anything is looked up, so that many at once are no way around; `fitted` takes it back.
     * @throws AppError `refused` with the seconds to wait
     */
    async enter(): Promise<void> {
      await refuseWhileShut(address)
      await refuseWhileShut(person)
      // Of several at once, one gets through.
      await count(person, FREE.person).catch((reason: unknown) => {
        throw reason instanceof RateLimiterRes ? tooMany(reason.msBeforeNext) : reason
      })
    },
    /** The code was this person's: that was no guess. */
    async fitted(): Promise<void> {
      await tries.reward(person)
      await gate.delete(person)
    },
    /**
     * Counts a wrong try against its address. Only then: when a campus gets up behind one address, hundreds of right
     * codes come at once.
     */
    async failed(): Promise<void> {
      await count(address, FREE.address).catch((reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason
      })
    },
  }
}

/** Each beginning with a passkey leaves a row: so many from one address, where a campus may get up behind one. */
const BEGINNINGS = { points: 600, seconds: 600 }

/** @throws AppError `refused` with the seconds to wait */
export async function throttleBeginnings(db: Db, keyring: Keyring, address: string): Promise<void> {
  const limiter = new RateLimiterPrisma({ storeClient: db, keyPrefix: "pickup-begin", points: BEGINNINGS.points, duration: BEGINNINGS.seconds, clearExpiredByTimeout: false })
  const key = createHmac("sha256", keyring.key("throttle")).update(`address ${networkOf(address)}`).digest("base64url")
  await limiter.consume(key).catch((reason: unknown) => {
    throw reason instanceof RateLimiterRes ? tooMany(reason.msBeforeNext) : reason
  })
}

function tooMany(milliseconds: number): AppError {
  noteRefused("throttle", "pick-up")
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return new AppError("refused", `There were too many tries. Wait ${seconds} seconds and try again: your code is still good.`)
}
