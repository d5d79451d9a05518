import "server-only"
import { currentSession } from "@/lib/auth/current-actor"
import { isComplete } from "@/lib/auth/factors"
import { canHavePasskeys } from "@/lib/auth/passkeys"
import { BY_LINK } from "@/lib/auth/sessions"
import { getDb } from "@/lib/db/client"
import { openSessions } from "@/lib/db/open-sessions"
import type { AccountView } from "@/lib/domain/people-views"
import { campusSettings, env } from "@/lib/env"

/** How the signed-in person signs in, where they are signed in, and what they should know. Null when nobody is. */
export async function accountView(): Promise<AccountView | null> {
  const current = await currentSession()
  if (current === null) return null
  const { person } = current
  const db = getDb().prisma
  const now = new Date()
  const personId = person.id
  const [passkeys, codes, sessions, campusLogin, notices] = await Promise.all([
    db.passkey.findMany({ where: { personId }, orderBy: { createdAt: "asc" } }),
    db.recoveryCode.findMany({ where: { personId }, select: { createdAt: true, usedAt: true } }),
    db.session.findMany({ where: { personId, ...openSessions(now) }, orderBy: { createdAt: "desc" } }),
    db.campusLogin.findFirst({ where: { personId } }),
    db.alert.findMany({ where: { personId, seenAt: null }, orderBy: { at: "desc" }, take: 200 }),
  ])
  return {
    name: person.name,
    email: person.email,
    complete: isComplete(person),
    hasPassword: person.hasPassword,
    asksPresentPassword: person.hasPassword && !BY_LINK.includes(current.session.method),
    hasApp: person.hasTotp,
    canHavePasskeys: canHavePasskeys(env().LANTERN_URL),
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({
      id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, backedUp,
    })),
    recoveryCodes: { left: codes.filter((code) => code.usedAt === null).length, madeAt: codes[0]?.createdAt.toISOString() ?? null },
    sessions: sessions.map(({ id, createdAt, lastSeenAt, method, clientAddress: address, browser }) => ({
      id, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), method, address, browser, here: id === current.session.id,
    })),
    // One that was tied can be untied, also when the operator has taken campus sign-on away.
    campus: campusLogin === null && campusSettings(env()) === null ? null : {
      tiedAt: campusLogin?.createdAt.toISOString() ?? null, lastUsedAt: campusLogin?.lastUsedAt?.toISOString() ?? null,
    },
    notices: notices.map(({ id, kind, message, at }) => ({ id, kind, message, at: at.toISOString() })),
  }
}

/** How many things the signed-in person should know about their own account. */
export async function countNotices(): Promise<number> {
  const current = await currentSession()
  return current === null ? 0 : getDb().prisma.alert.count({ where: { personId: current.person.id, seenAt: null } })
}
