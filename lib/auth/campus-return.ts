import { cookies, headers } from "next/headers"
import type { CampusOutcome } from "@/lib/domain/campus-words"
import { env } from "@/lib/env"
import { CampusRefused } from "@/lib/services/campus-refused"
import { startCampusSignIn } from "@/lib/services/start-campus-sign-in"
import { tieCampusLogin } from "@/lib/services/tie-campus-login"
import { webContext } from "@/lib/services/web-context"
import { clientAddress } from "./client-address"
import { cookiesOf } from "./cookies"
import { type CurrentSession, readSession } from "./current-actor"
import { NOBODY } from "./nobody"
import { noteRefused } from "./note-refused"
import { reportUnexpected } from "./report-unexpected"

interface Claims {
  iss?: string
  sub?: string
  nonce?: string
}

/**
 * Where a browser goes that came back with an identity for which the provider vouched, as a path of ours. Somebody who isn't
 * signed in is asked for their second factor; somebody who is ties the identity to their account, if they began that there.
 */
export async function campusReturn(claims: Claims | undefined): Promise<string> {
  const identity = { issuer: claims?.iss ?? "", subject: claims?.sub ?? "", nonce: claims?.nonce ?? "" }
  const current = await readSession()
  try {
    return current === null ? await askForSecondFactor(identity) : await tie(current, identity)
  } catch (error) {
    if (!(error instanceof CampusRefused)) reportUnexpected("campus sign-on", error)
    else noteRefused("campus", error.outcome)
    return campusPath(current !== null, error instanceof CampusRefused ? error.outcome : "refused")
  }
}

/** Where the outcome is told: on the page that it was begun on. */
export function campusPath(signedIn: boolean, outcome: CampusOutcome): string {
  return `${signedIn ? "/account" : "/sign-in"}?campus=${outcome}`
}

type Identity = Record<"issuer" | "subject" | "nonce", string>

async function askForSecondFactor(identity: Identity): Promise<string> {
  const address = clientAddress(await headers())
  const { challenge: token, by } = await startCampusSignIn(await webContext(NOBODY), { ...identity, address })
  const { challenge } = cookiesOf(env().LANTERN_URL)
  ;(await cookies()).set(challenge.name, token, challenge.options)
  return `/sign-in?then=${by}`
}

async function tie({ actor, session }: CurrentSession, identity: Identity): Promise<string> {
  const { campusTie } = cookiesOf(env().LANTERN_URL)
  const shown = (await cookies()).get(campusTie.name)?.value ?? ""
  await tieCampusLogin(await webContext(actor), { sessionId: session.id, tie: shown, ...identity })
  return campusPath(true, "tied")
}
