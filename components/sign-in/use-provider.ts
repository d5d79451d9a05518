"use client"

import { signIn } from "next-auth/react"
import { useState } from "react"

const NO_ANSWER = "Lantern did not answer. You are not signed in yet. Wait a moment and try again."

/** Signs in by one of the ways and goes to the first page or to the question for a second factor; or says why not. */
export function useProvider(provider: "link" | "code" | "passkey" | "recovery") {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function enter(credentials: Record<string, string>): Promise<void> {
    setPending(true)
    setError(null)
    const result = await signIn(provider, { ...credentials, redirect: false }).catch(() => undefined)
    if (result?.ok && !result.error) {
      const { pathname, search } = new URL(result.url ?? "/", window.location.href)
      // A whole new page: nothing of what an earlier person saw stays in this one's memory. After a link it may be the second factor's.
      window.location.assign(pathname === "/sign-in" ? pathname + search : "/")
      return
    }
    setPending(false)
    setError(result?.error ?? NO_ANSWER)
  }

  return { pending, error, enter }
}
