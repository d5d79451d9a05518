import { createHmac } from "node:crypto"
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible"
import type { Keyring } from "@/lib/db/keyring"
import type { Db } from "@/lib/db/types"
import { AppError } from "@/lib/domain/errors"
import { networkOf } from "./client-address"
import { noteRefused } from "./note-refused"

/** How tries are slowed: `free` of them in an hour at once, then each one waits, twice as long as the one before. */
interface Slope {
  free: number
  longestSeconds: number
}

/** Five minutes at most, and never for ever. A sign-in link, and the code after it, wait for no guesses at passwords. */
const ACCOUNT: Slope = { free: 5, longestSeconds: 300 }
/**
 * Of what a stranger may try, wherever from. Whoever knows an e-mail could else take each turn as it comes, and keep the only
 * liaison out; so from one address wrong passwords shut the account for that address, and from many it waits a minute at most.
 */
const ACCOUNT_FROM_ANYWHERE: Slope = { free: 50, longestSeconds: 60 }
/** A campus may come from one address. */
const ADDRESS: Slope = { free: 30, longestSeconds: 60 }
const WINDOW_SECONDS = 3600
/** Passwords of everybody together: what two cores can hash, with room for the work that matters. */
const ALL = { points: 30, duration: 10 }
/** From one address, where a campus may come from: each beginning and each return asks the identity provider. */
const CAMPUS = { points: 60, duration: 60 }
/** Codes that one challenge takes. */
const CODES_A_CHALLENGE = 5

/** `passkey`: asking for a challenge; its answer counts as a code does. `campus`: an identity that the provider vouches for. */
export type TryKind = "password" | "code" | "passkey" | "campus"

export interface SignInThrottle {
  /**
   * Counts one try, before any hashing, and lets it through or not.
   * @throws AppError `refused` with the seconds to wait
   */
  enter(kind: TryKind, account: string, address: string): Promise<void>
  /** @throws AppError `refused` once a challenge has had its tries */
  enterChallenge(challengeId: string): Promise<void>
  /** Before the identity provider is asked anything. @throws AppError `refused` */
  enterCampus(address: string): Promise<void>
  /** Takes a sign-on's nonce: true once. A second return with it is a replay, whatever the provider says of its code. */
  takeNonce(nonce: string): Promise<boolean>
  /** After a whole sign-in: the account's tries are forgotten, the address's are not. */
  forget(account: string, address: string): Promise<void>
}

/** Counters in Postgres, shared by all processes. Who tried stands in them only as an HMAC. */
export function createSignInThrottle(db: Db, keyring: Keyring): SignInThrottle {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPrisma({ storeClient: db, keyPrefix, points, duration, clearExpiredByTimeout: false })
  const tries = limiter("tries", 1_000_000, WINDOW_SECONDS)
  const gate = limiter("gate", 1, 1)
  const all = limiter("all", ALL.points, ALL.duration)
  const challenges = limiter("challenge", CODES_A_CHALLENGE, WINDOW_SECONDS)
  const campus = limiter("campus", CAMPUS.points, CAMPUS.duration)
  const nonces = limiter("nonce", 1, WINDOW_SECONDS)
  const keyOf = (what: string) => createHmac("sha256", keyring.key("throttle")).update(what).digest("base64url")

  async function pass(what: string, slope: Slope): Promise<void> {
    const key = keyOf(what)
    // While the gate is shut nothing is counted: hammering on it doesn't make the wait longer.
    const shut = await gate.get(key)
    if (shut !== null && shut.consumedPoints > 0 && shut.msBeforeNext > 0) throw tooMany(shut.msBeforeNext)
    const { consumedPoints } = await tries.consume(key)
    const over = consumedPoints - slope.free
    if (over <= 0) return
    const customDuration = Math.min(2 ** Math.min(over, 20), slope.longestSeconds)
    // Of several at once, one gets through.
    await gate.consume(key, 1, { customDuration }).catch(refuse)
  }

  return {
    async enter(kind, account, address) {
      const from = networkOf(address)
      // First, so that one address alone can't use up what is there for everybody.
      await pass(`${kind} address ${from}`, ADDRESS)
      // Only what is hashed slowly: a flood of passwords must not hold up a code that comes after a link.
      if (kind === "password") await all.consume("sign-in").catch(refuse)
      if (!isOpenToAll(kind)) return pass(`${kind} account ${account}`, ACCOUNT)
      await pass(`${kind} account ${account} from ${from}`, ACCOUNT)
      await pass(`${kind} account ${account}`, ACCOUNT_FROM_ANYWHERE)
    },
    async enterChallenge(challengeId) {
      await challenges.consume(challengeId).catch(() => {
        noteRefused("throttle", "codes of one sign-in")
        throw new AppError("refused", "Too many codes were tried. Start again with your e-mail and password, or a new sign-in link.")
      })
    },
    async enterCampus(address) {
      await campus.consume(keyOf(`campus address ${networkOf(address)}`)).catch(refuse)
    },
    async takeNonce(nonce) {
      return nonces.consume(keyOf(`nonce ${nonce}`)).then(() => true, (reason: unknown) => {
        if (reason instanceof RateLimiterRes) return false
        throw reason
      })
    },
    async forget(account, address) {
      const from = networkOf(address)
      const keys = (["password", "code", "passkey"] as const).flatMap((kind) => [
        keyOf(`${kind} account ${account}`), keyOf(`${kind} account ${account} from ${from}`),
      ])
      await Promise.all(keys.flatMap((key) => [tries.delete(key), gate.delete(key)]))
    },
  }
}

/** What may be tried without having had anything right before: codes and passkeys are asked for after the password. */
function isOpenToAll(kind: TryKind): boolean {
  return kind === "password" || kind === "campus"
}

/** The limiter rejects with its answer when the points are used up, and with an error when the database is away. */
function refuse(reason: unknown): never {
  if (reason instanceof RateLimiterRes) throw tooMany(reason.msBeforeNext)
  throw reason
}

function tooMany(milliseconds: number): AppError {
  noteRefused("throttle", "sign-in")
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  const wait = seconds < 90 ? `${seconds} ${seconds === 1 ? "second" : "seconds"}` : `${Math.ceil(seconds / 60)} minutes`
  return new AppError(
    "refused",
    `There were too many tries. Wait ${wait} and try again. A sign-in link works without waiting.`,
  )
}
