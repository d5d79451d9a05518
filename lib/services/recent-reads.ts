import type { AccountFacts } from "@/lib/domain/account-facts"
import { primaryIdKey } from "@/lib/domain/account-facts"

/** A person looks at a long preview for a while before they confirm it. */
const KEPT_MS = 30 * 60_000
/** Two of the longest lists. */
const MOST = 20_000

export interface RecentRead {
  facts: AccountFacts
  at: Date
}

/**
 * What a preview has just read of accounts, so that the declaration which follows needn't read thousands
 * again. In this process's memory only; the runner reads everyone once more before anything is changed.
 */
export class RecentReads {
  readonly #reads = new Map<string, RecentRead>()

  keep(institutionId: string, facts: AccountFacts, at: Date): void {
    const key = keyOf(institutionId, facts.primaryId)
    // Taken out first, so that the map's order is that of time.
    this.#reads.delete(key)
    this.#reads.set(key, { facts, at })
    for (const [oldest, read] of this.#reads) {
      if (this.#reads.size <= MOST && at.getTime() - read.at.getTime() < KEPT_MS) break
      this.#reads.delete(oldest)
    }
  }

  find(institutionId: string, primaryId: string, now: Date): RecentRead | null {
    const read = this.#reads.get(keyOf(institutionId, primaryId))
    return read && now.getTime() - read.at.getTime() < KEPT_MS ? read : null
  }
}

function keyOf(institutionId: string, primaryId: string): string {
  return `${institutionId} ${primaryIdKey(primaryId)}`
}

/** Kept on globalThis: Next loads this module more than once. */
const shared = globalThis as typeof globalThis & { lanternReads?: RecentReads }

export function recentReads(): RecentReads {
  return (shared.lanternReads ??= new RecentReads())
}
