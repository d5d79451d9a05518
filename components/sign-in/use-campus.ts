"use client"

import { getCsrfToken } from "next-auth/react"
import { useState } from "react"
import { CAMPUS_WORDS } from "@/lib/domain/campus-words"

const ANSWER_WITHIN_MS = 5_000

/** Goes to the campus sign-on, or says on this page why not. */
export function useCampus() {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function go(): Promise<void> {
    setPending(true)
    setError(null)
    const answer = await begin().catch(() => null)
    if (answer?.url) return window.location.assign(answer.url)
    setPending(false)
    setError(answer?.message ?? CAMPUS_WORDS.away)
  }

  return { pending, error, go }
}

async function begin(): Promise<{ url?: string; message?: string }> {
  const csrfToken = (await getCsrfToken()) ?? ""
  const answer = await fetch("/api/auth/signin/campus", {
    method: "POST",
    body: new URLSearchParams({ csrfToken, json: "true" }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    cache: "no-store",
  })
  return answer.json()
}
