"use client"

import { useState } from "react"
import { type Action, runAction } from "./run-action"

/** Runs actions one after the other for a form: what is under way, and why the last one failed. */
export function useRun() {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  /** Answers the action's data, or null when it failed; then `error` says why. */
  async function run<Input, T>(action: Action<Input, T>, input: Input): Promise<{ data: T } | null> {
    setPending(true)
    setError(null)
    const ran = await runAction(action, input)
    setPending(false)
    if (ran.ok) return { data: ran.data }
    setError(ran.error)
    return null
  }

  return { pending, error, setError, run }
}
