import type { Prisma } from "./generated/client"

/** Half an hour without use ends a session. A page that is open and visible polls, and counts as being used: a watched board stays up. */
export const IDLE_MS = 30 * 60_000

/** Sessions that still open something at this time: not signed out, not idle, not over. */
export function openSessions(at: Date) {
  return { revokedAt: null, expiresAt: { gt: at }, lastSeenAt: { gte: new Date(at.getTime() - IDLE_MS) } } satisfies Prisma.SessionWhereInput
}
