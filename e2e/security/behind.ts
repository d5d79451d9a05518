import { randomUUID } from "node:crypto"
import { encode } from "next-auth/jwt"
import { openSession, FRESH_MS } from "@/lib/auth/sessions"
import { createDb, type OpenDb } from "@/lib/db/client"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { type Keyring, openKeyring } from "@/lib/db/keyring"
import { IDLE_MS } from "@/lib/db/open-sessions"
import { seal } from "@/lib/db/seal"
import type { Role } from "@/lib/domain/actor"
import { apiKeyPlace } from "@/lib/services/context"

/** The name that next-auth's cookie has on http; see lib/auth/cookies.ts. */
const COOKIE = "lantern.session"

/** A running Lantern from behind: its database and its keys, as whoever owns the machine has them. */
export interface Behind {
  db: OpenDb["prisma"]
  pool: OpenDb["pool"]
  keyring: Keyring
  close(): Promise<void>
}

export async function openBehind(dataDir: string): Promise<Behind> {
  const { url, release } = await ensureDatabase({ LANTERN_DATA_DIR: dataDir })
  const { prisma: db, pool, close } = createDb(url, { poolSize: 4 })
  const keyring = await openKeyring({ dataDir })
  return {
    db, pool, keyring,
    async close() {
      await close()
      await release()
    },
  }
}

/** An institution whose Alma nobody can reach. @returns its id */
export async function addForeignInstitution({ db, keyring }: Behind, code: string): Promise<string> {
  const id = randomUUID()
  const data = {
    id, code, name: `${code} College`, apiUrl: "https://api-eu.hosted.exlibrisgroup.com", loginUrl: "https://alma.example.edu/login",
    apiKeySealed: seal(keyring, apiKeyPlace(id), "l8xx-nobodys-key"), timeZone: "America/Chicago", route: "manual" as const,
    budget: { create: { tat: new Date(0) } },
  }
  await db.institution.create({ data })
  return id
}

export interface SessionState {
  /** 31 minutes without use. */
  expired?: boolean
  revoked?: boolean
  /** The second factor was given 11 minutes ago. */
  stale?: boolean
}

/** A new person with a session, as sign-in would have made it. @returns the person and what their browser would send */
export async function signInAs(behind: Behind, role: Role, institutionId: string, state: SessionState = {}) {
  const { db, keyring } = behind
  const name = `${role} ${randomUUID().slice(0, 8)}`
  const person = await db.person.create({
    data: { name, email: `${name.replace(" ", "-")}@people.example`, memberships: { create: { institutionId, role } } },
  })
  const at = new Date(Date.now() - (state.expired ? IDLE_MS + 60_000 : state.stale ? FRESH_MS + 60_000 : 0))
  const sid = await db.$transaction((tx) => openSession(tx, person.id, "link", at))
  if (state.revoked) await db.session.updateMany({ where: { personId: person.id }, data: { revokedAt: new Date() } })
  // The server would look at the last use a minute later.
  if (state.stale) await db.session.updateMany({ where: { personId: person.id }, data: { lastSeenAt: new Date() } })
  const value = await encode({ token: { sid }, secret: keyring.key("next-auth").toString("base64url") })
  return { personId: person.id, sessionToken: sid, cookie: `${COOKIE}=${value}` }
}
