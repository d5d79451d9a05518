import { IDLE_MS } from "@/lib/db/open-sessions"
import type { Db, Tx } from "@/lib/db/types"
import type { Membership } from "@/lib/domain/actor"
import { type Factors, factorsOf, isComplete, WITH_FACTORS } from "./factors"
import { newToken, sessionHash } from "./tokens"

const MINUTE = 60_000
export const ABSOLUTE_MS = 12 * 60 * MINUTE
/** How long a second factor counts as fresh, for what asks for one. */
export const FRESH_MS = 10 * MINUTE

/**
 * After a link: `link-…` of whoever has a second factor, which is asked for; `set-up` and `link` of whoever has none
 * yet. Until its person can sign in without a link, `set-up` opens nothing but their set-up.
 */
export type SignInMethod = "link" | "set-up" | Second | `campus-${Second}` | `link-${Second}`
type Second = "totp" | "passkey" | "recovery"

/** Opened by a link: its person may have forgotten their password, and somebody vouched for them. */
export const BY_LINK: readonly string[] = ["link", "set-up", "link-totp", "link-passkey", "link-recovery"] satisfies SignInMethod[]

/** Where a session was opened, for its owner and the security page; what the browser says of itself decides nothing. */
export interface SignInPlace {
  address?: string | undefined
  browser?: string | undefined
}

export interface LiveSession {
  session: {
    id: string
    createdAt: Date
    lastSeenAt: Date
    expiresAt: Date
    secondFactorAt: Date | null
    method: string
    institutionId: string | null
  }
  person: { id: string; email: string; name: string; memberships: Membership[] } & Factors
  /** They have to set up their sign-in before anything else: until then they belong nowhere. */
  walled: boolean
}

/** Opens a session after a second factor and gives back its id, which is stored nowhere but in the cookie. */
export async function openSession(tx: Tx, personId: string, method: SignInMethod, at: Date, place: SignInPlace = {}): Promise<string> {
  const token = newToken()
  // Whoever signs in once more goes on where they were; what isn't theirs any more is never shown for it.
  const last = await tx.session.findFirst({ where: { personId, institutionId: { not: null } }, orderBy: { createdAt: "desc" }, select: { institutionId: true } })
  await tx.session.create({
    data: {
      personId,
      institutionId: last?.institutionId ?? null,
      hash: sessionHash(token),
      createdAt: at,
      lastSeenAt: at,
      expiresAt: new Date(at.getTime() + ABSOLUTE_MS),
      secondFactorAt: at,
      wholeAt: at,
      method,
      clientAddress: place.address?.slice(0, 100) ?? null,
      browser: place.browser?.slice(0, 100) ?? null,
    },
  })
  await tx.person.update({ where: { id: personId }, data: { lastSignInAt: at } })
  return token
}

/** The session of this id while it lives: not signed out, not idle, not over, and its person not disabled. */
export async function findLiveSession(db: Db, token: string, at: Date): Promise<LiveSession | null> {
  const row = await db.session.findUnique({
    where: { hash: sessionHash(token) },
    include: { person: { include: WITH_FACTORS } },
  })
  if (row === null || row.revokedAt !== null || row.expiresAt <= at) return null
  if (at.getTime() - row.lastSeenAt.getTime() > IDLE_MS || row.person.disabledAt !== null) return null
  const { id, createdAt, lastSeenAt, expiresAt, secondFactorAt, method, institutionId, person } = row
  const factors = factorsOf(person)
  const walled = method === "set-up" && !isComplete(factors)
  return {
    walled,
    session: { id, createdAt, lastSeenAt, expiresAt, secondFactorAt, method, institutionId },
    person: {
      id: person.id,
      email: person.email,
      name: person.name,
      ...factors,
      memberships: walled ? [] : person.memberships.map((one) => ({ institutionId: one.institutionId, role: one.role })),
    },
  }
}

/** Notes that the session is in use, at most once a minute. */
export async function touchSession(db: Db, session: { id: string; lastSeenAt: Date }, at: Date): Promise<void> {
  const before = new Date(at.getTime() - MINUTE)
  if (session.lastSeenAt > before) return
  await db.session.updateMany({ where: { id: session.id, lastSeenAt: { lte: before } }, data: { lastSeenAt: at } })
}

/** Ends a person's sessions at once, all but one. */
export async function revokeSessions(tx: Tx, personId: string, except: string | null, at: Date): Promise<void> {
  const others = except === null ? {} : { id: { not: except } }
  await tx.session.updateMany({ where: { personId, revokedAt: null, ...others }, data: { revokedAt: at } })
}

export function isFresh(session: { secondFactorAt: Date | null }, at: Date): boolean {
  return session.secondFactorAt !== null && at.getTime() - session.secondFactorAt.getTime() <= FRESH_MS
}
