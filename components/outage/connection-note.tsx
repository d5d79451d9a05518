import { clockWithSeconds } from "@/components/time/format-time"
import type { Connection } from "./use-outage"

/** Shown while the page can't be read again: how old what stands here is, and that nothing depends on it. */
export function ConnectionNote({ connection, readAt, timeZone }: { connection: Connection; readAt: string; timeZone: string }) {
  return (
    <div role="status">
      {connection === "live" ? null : (
        <div className="border-b border-control bg-surface-secondary">
          <p className="container-page py-3">
            <b className="font-semibold">{connection === "signed_out" ? "You are signed out." : "Connection lost."}</b>{" "}
            Showing what was read at {clockWithSeconds(readAt, timeZone)}. Lantern goes on without this page.{" "}
            {connection === "signed_out" ? <a href="/sign-in" className="link-quiet">Sign in again</a> : "It keeps trying to read."}
          </p>
        </div>
      )}
    </div>
  )
}
