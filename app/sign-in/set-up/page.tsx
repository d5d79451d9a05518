import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { SetUp } from "@/components/sign-in/set-up"
import { currentSession } from "@/lib/auth/current-actor"
import { isComplete } from "@/lib/auth/factors"
import { canHavePasskeys } from "@/lib/auth/passkeys"
import { env } from "@/lib/env"

export const metadata: Metadata = { title: "Set up your sign-in" }

/** The first time only: from then on a person's own page is /account. */
export default async function SetUpPage() {
  const current = await currentSession()
  if (current === null) redirect("/sign-in")
  const { person, walled } = current
  if (isComplete(person)) redirect("/account")
  return (
    <SetUp
      email={person.email} hasPassword={person.hasPassword} hasFactor={person.hasTotp || person.hasPasskey}
      canHavePasskeys={canHavePasskeys(env().LANTERN_URL)} must={walled}
    />
  )
}
