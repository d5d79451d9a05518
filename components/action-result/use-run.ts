"use client"

import { useRef, useState } from "react"
import { type Action, runAction } from "./run-action"

/** Runs actions one after the other for a form: what is under way, and why the last one failed. */
export function useRun() {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const running = useRef(false)

  /** Answers the action's data; null when it failed, then `error` says why, or when one is under way. */
  async function run<Input, T>(action: Action<Input, T>, input: Input): Promise<{ data: T } | null> {
    if (running.current) return null
    running.current = true
    setPending(true)
    setError(null)
    const ran = await runAction(action, input)
    running.current = false
    setPending(false)
    if (ran.ok) return { data: ran.data }
    setError(ran.error)
    return null
  }

  return { pending, error, setError, run }
}
