"use client"

import { useEffect, useState } from "react"

/**
 * The time now, once a second. It starts at the server's reading (ISO 8601), so that the page
 * drawn on the server and the one drawn in the browser say the same; after that the
 * browser's clock only counts on, and a wrong one does no harm.
 */
export function useNow(readAt: string): string {
  const [now, setNow] = useState(readAt)
  useEffect(() => {
    const server = new Date(readAt).getTime()
    const started = performance.now()
    setNow(readAt)
    const timer = setInterval(() => setNow(new Date(server + performance.now() - started).toISOString()), 1000)
    return () => clearInterval(timer)
  }, [readAt])
  return now
}
