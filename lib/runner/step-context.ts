import type { Institution } from "@/lib/db/generated/client"
import type { AlmaClient } from "@/lib/alma/alma-client"
import type { ServiceContext } from "@/lib/services/context"

/** What one step of the runner works with: the services' context, this worker's name, one institution. */
export interface StepContext extends ServiceContext {
  /** This worker, unique among all processes. */
  owner: string
  institution: Institution
  /** Its back-up admins, all that are named: no verdict lets one be switched. */
  backupAdminIds: readonly string[]
  alma: AlmaClient
  /** The worker is leaving: long steps stop between two accounts and leave the rest to the next worker. */
  isStopping: () => boolean
}

/** A PUT is made from a GET under 2 s old; this leaves room for the way to Alma. */
const START_WRITE_WITHIN_MS = 1_500

/**
 * What is left of that time now. Asked for at the call itself: a commit that waited, or a process that
 * was paused, has used it up, and then nothing is sent.
 */
export function writeWithinMs(ctx: StepContext, readAt: Date): number {
  return readAt.getTime() + START_WRITE_WITHIN_MS - ctx.clock().getTime()
}

/** An account that is held is read again this often, so that drift shows within minutes. */
export const WATCH_SECONDS = 300
/** While a person is at work on an account by hand, it is read more often. */
export const BY_HAND_WATCH_SECONDS = 20

export function secondsFrom(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}

/** Doubles from 2 s up to `most`, with a little spread so that retries don't come in step. */
export function backOffSeconds(attempts: number, most: number): number {
  return Math.min(most, 2 ** Math.min(attempts, 12)) * (0.85 + Math.random() * 0.3)
}
