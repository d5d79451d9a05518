"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import type { DeclareDraft } from "./declare-draft"

/**
 * The draft, written to session storage at each change. The first drawing is always `initial`, as
 * on the server; what was stored comes right after it.
 */
export function useDraft(key: string, initial: DeclareDraft) {
  const [draft, setDraft] = useState(initial)
  const restored = useRef(false)

  useEffect(() => {
    const stored = read(key)
    if (stored) setDraft((fresh) => ({ ...fresh, ...stored }))
    restored.current = true
  }, [key])

  useEffect(() => {
    if (restored.current) write(key, draft)
  }, [key, draft])

  const change = useCallback((part: Partial<DeclareDraft>) => setDraft((now) => ({ ...now, ...part })), [])
  const forget = useCallback(() => {
    restored.current = false
    write(key, null)
  }, [key])
  return { draft, change, forget }
}

function read(key: string): Partial<DeclareDraft> | null {
  try {
    const text = sessionStorage.getItem(key)
    return text ? JSON.parse(text) : null
  } catch {
    return null
  }
}

/** Storage may be full or forbidden: then the draft lives as long as the page. */
function write(key: string, draft: DeclareDraft | null) {
  try {
    if (draft) sessionStorage.setItem(key, JSON.stringify(draft))
    else sessionStorage.removeItem(key)
  } catch {
    return
  }
}
