import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { SetUp } from "@/components/sign-in/set-up"
import { currentSession } from "@/lib/auth/current-actor"

export const metadata: Metadata = { title: "Set up your sign-in" }

export default async function SetUpPage() {
  const current = await currentSession()
  if (current === null) redirect("/sign-in")
  const { email, hasPassword, hasTotp } = current.person
  return <SetUp email={email} hasPassword={hasPassword} hasTotp={hasTotp} />
}
