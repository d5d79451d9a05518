import Link from "next/link"
import { currentSession } from "@/lib/auth/current-actor"
import { isComplete } from "@/lib/auth/factors"

/**
 * What a person should see to in their own account. For whoever came by the operator's link and could not come without
 * one: an offer, never a wall. `notices`: how many things they haven't read about their account.
 */
export async function SetUpOffer({ notices }: { notices: number }) {
  const current = await currentSession()
  if (current === null) return null
  return (
    <div className="grid gap-2 text-small text-ink-2">
      {notices > 0 ? (
        <p><b className="font-semibold text-ink">{notices}</b> {notices === 1 ? "thing" : "things"} to know <Link href="/account" className="link-quiet">about your account</Link>.</p>
      ) : null}
      {isComplete(current.person) ? null : (
        <p>
          You came by a sign-in link.{" "}
          <Link href="/sign-in/set-up" className="link-quiet">Set up a password and a passkey or an app</Link>, so that next time you need none.
        </p>
      )}
    </div>
  )
}
