import type { Metadata } from "next"
import { SignIn } from "@/components/sign-in/sign-in"
import { hasCampus } from "@/lib/auth/campus-answers"
import { currentSession } from "@/lib/auth/current-actor"
import { CAMPUS_WORDS, isCampusOutcome } from "@/lib/domain/campus-words"

export const metadata: Metadata = { title: "Sign in" }

const WAYS = ["code", "passkey", "either"] as const

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const current = await currentSession()
  const asked = await searchParams
  const campus = hasCampus() ? { said: isCampusOutcome(asked.campus) ? CAMPUS_WORDS[asked.campus] : null } : null
  const then = WAYS.find((way) => way === asked.then) ?? null
  return <SignIn signedInAs={current?.person.name ?? null} campus={campus} then={then} />
}
