"use client"

import { useEffect, useState } from "react"

/**
 * The token of a sign-in link, taken out of the address bar at once: what stands there ends up in
 * histories and screenshots. Also when the link is opened while this page is already open.
 */
export function useLinkToken(): { token: string | null; drop: () => void } {
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => {
    const take = () => {
      const found = new URLSearchParams(window.location.hash.slice(1)).get("link")
      if (found === null) return
      window.history.replaceState(null, "", window.location.pathname)
      setToken(found)
    }
    take()
    window.addEventListener("hashchange", take)
    return () => window.removeEventListener("hashchange", take)
  }, [])
  return { token, drop: () => setToken(null) }
}
