"use client"

import { useState } from "react"

export const NOT_ALLOWED = "The browser did not allow it. Mark the text and copy it."

/** Copies a text, and knows whether the browser let it. */
export function useCopy(text: string) {
  const [done, setDone] = useState<"copied" | "failed" | null>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setDone("copied")
    } catch {
      setDone("failed")
    }
  }
  return { done, copy: () => void copy() }
}
