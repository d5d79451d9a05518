"use client"

import { useEffect, useState } from "react"
import { clockWithSeconds } from "@/components/time/format-time"
import type { Connection } from "./use-outage"

/** How long it stands there that the page has caught up. */
const BACK_FOR_MS = 10_000

/**
 * Shown while the page can't be read again: how old what stands here is, and that nothing depends on it. When
 * it can, that it has caught up.
 */
export function ConnectionNote({ connection, readAt, timeZone }: { connection: Connection; readAt: string; timeZone: string }) {
  const [missed, setMissed] = useState(false)
  const live = connection === "live"
  useEffect(() => {
    if (!live) return setMissed(true)
    const timer = setTimeout(() => setMissed(false), BACK_FOR_MS)
    return () => clearTimeout(timer)
  }, [live])
  return (
    <div role="status">
      {live && !missed ? null : (
        <div className="border-b border-control bg-surface-secondary">
          <p className="container-page py-3">
            {live ? <><b className="font-semibold">Connected again.</b> Everything here is up to date, as read at {clockWithSeconds(readAt, timeZone)}.</> : <Lost connection={connection} at={clockWithSeconds(readAt, timeZone)} />}
          </p>
        </div>
      )}
    </div>
  )
}

function Lost({ connection, at }: { connection: Connection; at: string }) {
  return (
    <>
      <b className="font-semibold">{connection === "signed_out" ? "You are signed out." : "Connection lost."}</b>{" "}
      Showing what was read at {at}. Lantern goes on without this page.{" "}
      {connection === "signed_out" ? <a href="/sign-in" className="link-quiet">Sign in again</a> : "It keeps trying to read."}
    </>
  )
}
