"use client"

import { useEffect, useState } from "react"

const AGAIN_MS = 3000

/**
 * Parts of a page that nobody sees at first: they are fetched once the page itself is drawn, and long before
 * somebody asks for them. Tried again until they are there. `load` must stay the same function.
 * @returns null until they are there
 */
export function useLoaded<Parts>(load: () => Promise<Parts>): Parts | null {
  const [loaded, setLoaded] = useState<{ parts: Parts } | null>(null)
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout>
    const attempt = () => void load().then(
      (parts) => { if (!gone) setLoaded({ parts }) },
      () => { if (!gone) timer = setTimeout(attempt, AGAIN_MS) },
    )
    timer = setTimeout(attempt)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [load])
  return loaded && loaded.parts
}
