import Link from "next/link"
import { AlarmStrip } from "@/components/alarm-strip/alarm-strip"
import { SeenButton } from "@/components/alerts/seen-button"
import { moment } from "@/components/time/format-time"
import type { HomeView } from "@/lib/domain/views"

/** What happened at pick-ups that somebody should look at, until a named person has. */
export function PickupAlertsOnHome({ home, now }: { home: HomeView; now: string }) {
  if (home.pickupAlerts.length === 0) return null
  return (
    <AlarmStrip label="Alerts">
      <p className="font-semibold">{home.pickupAlerts.length === 1 ? "1 alert" : `${home.pickupAlerts.length} alerts`} of pick-ups.</p>
      <ul className="mt-1 grid gap-2">
        {home.pickupAlerts.map((alert) => (
          <li key={alert.id} className="wrap-anywhere">
            <span className="text-ink-2">{moment(alert.at, home.institution.timeZone, now)}:</span> {alert.drill ? <b className="font-semibold">Drill. </b> : null}{alert.message}{" "}
            {alert.outageId ? <Link href={`/outages/${alert.outageId}`} className="link-quiet">To the {alert.drill ? "drill" : "outage"}</Link> : null}{" "}
            {home.canDeclare ? <SeenButton alertId={alert.id} /> : null}
          </li>
        ))}
      </ul>
    </AlarmStrip>
  )
}
