import type { ReactNode } from "react"
import { toneOf } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import type { OpenOutageView, OutageSummaryView } from "@/lib/domain/views"
import { OutageRows } from "./outage-rows"

/** Every outage and drill of the institution. */
export function OutagesPage({ outages, open: { openOutage, canDeclare }, timeZone, now, header }: {
  outages: OutageSummaryView[]
  open: OpenOutageView
  timeZone: string
  now: string
  header: ReactNode
}) {
  const count = outages.filter((outage) => !outage.drill).length
  const drills = outages.filter((outage) => outage.drill && !outage.proof).length
  return (
    <DeskFrame tone={openOutage ? toneOf(openOutage) : "day"} drill={openOutage?.drill ?? false} header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <h1 className="headline headline--2">{count} {count === 1 ? "outage" : "outages"}, {drills} {drills === 1 ? "drill" : "drills"}</h1>
        {openOutage && !(openOutage.drill && canDeclare)
          ? <LinkButton href={`/outages/${openOutage.id}`}>Go to the {openOutage.drill ? "drill" : "outage"}</LinkButton>
          : canDeclare ? <LinkButton href="/outages/new">Declare an outage</LinkButton> : null}
      </div>
    }>
      <div className="container-page py-8">
        {outages.length === 0
          ? <p className="text-lead text-ink-2">Nothing has been declared yet. When campus sign-on is down, declare an outage and choose who needs Alma.</p>
          : <OutageRows outages={outages} timeZone={timeZone} now={now} />}
      </div>
    </DeskFrame>
  )
}
