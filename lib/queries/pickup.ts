import "server-only"
import { canHavePasskeys } from "@/lib/auth/passkeys"
import { getDb } from "@/lib/db/client"
import { env } from "@/lib/env"

const GOOD_FOR_MS = 5_000

/** Kept on globalThis: Next loads this module more than once. */
const shared = globalThis as typeof globalThis & { lanternLit?: { until: number; lit: Promise<boolean> } }

/**
 * Whether some outage of this Lantern is open, for the head of the pick-up page. Asked of the database
 * every few seconds at most, however many come; it says nothing of where, or of whom. Where the database
 * is away it is dark, and the page is shown all the same.
 */
export function isSomeOutageOpen(): Promise<boolean> {
  if (shared.lanternLit && shared.lanternLit.until > Date.now()) return shared.lanternLit.lit
  const lit = getDb().prisma.outage
    .findFirst({ where: { state: { in: ["declared", "switching", "active"] } }, select: { id: true } })
    .then((open) => open !== null, () => false)
  shared.lanternLit = { until: Date.now() + GOOD_FOR_MS, lit }
  return lit
}

/** Whether browsers use passkeys at this Lantern's address at all. */
export function passkeysOffered(): boolean {
  return canHavePasskeys(env().LANTERN_URL)
}
