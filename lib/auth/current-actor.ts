import "server-only"
import { cookies } from "next/headers"
import { cache } from "react"
import { getDb } from "@/lib/db/client"
import type { Actor, SecondFactor } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { env } from "@/lib/env"
import { cookiesOf } from "./cookies"
import { wayOf } from "./factors"
import { nextAuthSecret } from "./next-auth-secret"
import { sessionIn } from "./session-token"
import { findLiveSession, type LiveSession, touchSession } from "./sessions"

export interface CurrentSession extends LiveSession {
  actor: Extract<Actor, { kind: "person" }>
}

/** Reads the session row now. Pages use `currentSession`, which asks once a request. */
export async function readSession(): Promise<CurrentSession | null> {
  const cookie = (await cookies()).get(cookiesOf(env().LANTERN_URL).session.name)?.value
  if (!cookie) return null
  const token = await sessionIn(cookie, await nextAuthSecret())
  if (token === null) return null
  const db = getDb().prisma
  const now = new Date()
  const live = await findLiveSession(db, token, now)
  if (live === null) return null
  await touchSession(db, live.session, now)
  const { id: personId, name, memberships } = live.person
  const secondFactor: SecondFactor = { at: live.session.secondFactorAt, by: wayOf(live.person) }
  return { ...live, actor: { kind: "person", personId, name, memberships, secondFactor } }
}

/** Who is signed in, once a request; null when nobody is. */
export const currentSession = cache(readSession)

/** @throws AppError `not_allowed` when nobody is signed in */
export async function requireActor(): Promise<CurrentSession["actor"]> {
  const current = await currentSession()
  if (current === null) throw new AppError("not_allowed", SIGNED_OUT)
  return current.actor
}

export const SIGNED_OUT = "You are signed out. Nothing was changed by this click. Sign in again, then look at the page before you go on."
