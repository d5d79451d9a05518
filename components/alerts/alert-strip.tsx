"use client"

import { Button } from "@heroui/react/button"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { StateWindow } from "@/components/account-state/state-window"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { moment } from "@/components/time/format-time"
import { seeAlertsAction } from "@/lib/actions/see-alerts"
import type { AlertView } from "@/lib/domain/views"

const SHOWN = 4

/** What changed since somebody last looked: it stands there until one of the institution has seen it. */
export function AlertStrip({ alerts, timeZone, now, onReadiness = false }: {
  alerts: AlertView[]
  timeZone: string
  now: string
  /** The page of readiness itself needn't lead there. */
  onReadiness?: boolean
}) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  if (alerts.length === 0) return null

  async function seen() {
    if (await run(seeAlertsAction, { ids: alerts.map((alert) => alert.id) })) router.refresh()
  }

  return (
    <section aria-label="What changed" className="no-print border-b border-line">
      <div className="container-page flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-4">
        <ul className="grid min-w-0 gap-1.5 text-row">
          {alerts.slice(0, SHOWN).map((alert) => (
            <li key={alert.id} className="flex gap-3">
              <StateWindow name={isOwed(alert) ? "see_to" : "left_alone"} />
              <span className="min-w-0 wrap-anywhere">{alert.message} <span className="text-muted">{moment(alert.at, timeZone, now)}</span></span>
            </li>
          ))}
          {alerts.length > SHOWN ? <li className="ps-8 text-ink-2">and {alerts.length - SHOWN} more</li> : null}
        </ul>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          {onReadiness ? null : <Link href="/readiness" className="link-quiet text-row">Look at readiness</Link>}
          <Button variant="outline" size="sm" isDisabled={pending} onPress={() => void seen()}>Seen</Button>
        </div>
        <div className="w-full empty:hidden"><ErrorNote error={error} /></div>
      </div>
    </section>
  )
}

/** What was done with the back-up admin is told to everybody, and asks nothing of them. */
function isOwed({ kind }: AlertView): boolean {
  return !kind.startsWith("backup_admin_") || kind === "backup_admin_lost"
}
