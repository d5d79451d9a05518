"use client"

import { useEffect, useRef, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"
import type { TriageView } from "@/lib/domain/triage"

/** A look older than this says little about now. */
const FRESH_MS = 10 * 60_000

export type TriageAction = Action<{ rosterId?: string }, TriageView>

export interface Triage {
  view: TriageView | null
  pending: boolean
  error: string | null
  /** The roster that the sample is taken of; null when there is none. */
  rosterId: string | null
  look: (rosterId?: string) => void
}

/**
 * Looks when asked to, and unless `onlyWhenAsked` once when the page opens where nobody has just looked.
 */
export function useTriage(
  action: TriageAction, kept: TriageView | null, firstRoster: string | null, onSeen: (view: TriageView) => void,
  { onlyWhenAsked = false }: { onlyWhenAsked?: boolean } = {},
): Triage {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [rosterId, setRosterId] = useState(firstRoster)
  const looking = useRef(false)

  async function look(of: string | null) {
    if (looking.current) return
    looking.current = true
    setPending(true)
    setError(null)
    const ran = await runAction(action, of === null ? {} : { rosterId: of })
    looking.current = false
    setPending(false)
    if (ran.ok) onSeen(ran.data)
    else setError(ran.error)
  }

  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || onlyWhenAsked) return
    opened.current = true
    if (!kept || Date.now() - Date.parse(kept.at) > FRESH_MS) void look(rosterId)
  })

  return {
    view: kept, pending, error, rosterId,
    look(of) {
      if (of !== undefined) setRosterId(of)
      void look(of ?? rosterId)
    },
  }
}
