import type { Metadata } from "next"
import { SignIn } from "@/components/sign-in/sign-in"
import { currentSession } from "@/lib/auth/current-actor"

export const metadata: Metadata = { title: "Sign in" }

export default async function SignInPage() {
  const current = await currentSession()
  return <SignIn signedInAs={current?.person.name ?? null} />
}
