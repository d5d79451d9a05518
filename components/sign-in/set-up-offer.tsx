import Link from "next/link"
import { currentSession } from "@/lib/auth/current-actor"

/** For whoever came by link and could not come without one: an offer, never a wall. */
export async function SetUpOffer() {
  const current = await currentSession()
  if (current === null || (current.person.hasPassword && current.person.hasTotp)) return null
  return (
    <p className="text-small text-ink-2">
      You came by a sign-in link.{" "}
      <Link href="/sign-in/set-up" className="link-quiet">Set up a password and an authenticator app</Link>, so that next time you need none.
    </p>
  )
}
