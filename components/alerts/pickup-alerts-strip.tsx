"use client"

import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { AlarmStrip } from "@/components/alarm-strip/alarm-strip"
import { moment } from "@/components/time/format-time"
import type { PickupAlertView } from "@/lib/domain/views"

/** What somebody should look at: what happened, when, what to do. It stays until a named person has seen it. */
export function PickupAlertsStrip({ alerts, timeZone, now, seeAlert, onChanged }: {
  alerts: PickupAlertView[]
  timeZone: string
  now: string
  /** Null where nobody may say so: an observer looks on. */
  seeAlert: Action<{ alertId: string }, unknown> | null
  onChanged: () => void
}) {
  const { pending, error, run } = useRun()
  const [first, ...others] = alerts
  if (!first) return null

  async function seen(alertId: string) {
    if (seeAlert && (await run(seeAlert, { alertId }))) onChanged()
  }

  return (
    <AlarmStrip label="Alerts" actions={seeAlert
      ? <BusyButton variant="outline" size="sm" busy={pending} onPress={() => void seen(first.id)}>{others.length > 0 ? "I have seen the first" : "I have seen to it"}</BusyButton>
      : null}
    >
      <p className="wrap-anywhere">
        {others.length > 0 ? <b className="font-semibold">{alerts.length} alerts. </b> : null}
        <span className="text-ink-2">{moment(first.at, timeZone, now)}:</span> {first.drill ? <b className="font-semibold">Drill. </b> : null}{first.message}
      </p>
      <ErrorNote error={error} />
    </AlarmStrip>
  )
}
