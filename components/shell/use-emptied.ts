"use client"

import { useEffect, useState } from "react"
import { flushSync } from "react-dom"

/**
 * Browsers may keep a page that was left, as it was, and bring it back with the back button, also where `no-store` stands and
 * whoever it was for has gone. It is loaded anew when it is brought back, and shows nothing until then: from "leaving" it on,
 * where a secret of somebody who isn't signed in may stand on it, or from the "return".
 * @returns whether the page has to be empty
 */
export function useEmptied(from: "leaving" | "return"): boolean {
  const [emptied, setEmptied] = useState(false)
  useEffect(() => {
    const empty = () => flushSync(() => setEmptied(true))
    const back = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      // What asks before the page is left goes with it.
      empty()
      window.location.reload()
    }
    if (from === "leaving") window.addEventListener("pagehide", empty)
    window.addEventListener("pageshow", back)
    return () => {
      window.removeEventListener("pagehide", empty)
      window.removeEventListener("pageshow", back)
    }
  }, [from])
  return emptied
}
