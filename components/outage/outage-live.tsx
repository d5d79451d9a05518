"use client"

import { type ReactNode, useState } from "react"
import { needsPerson } from "@/components/account-state/state-words"
import { PickupAlertsStrip } from "@/components/alerts/pickup-alerts-strip"
import { DeskFrame } from "@/components/shell/desk-frame"
import { useLoaded } from "@/components/shell/use-loaded"
import { useNow } from "@/components/time/use-now"
import { OutageTimeline } from "@/components/timeline/outage-timeline"
import type { OutageView } from "@/lib/domain/views"
import { AccountsSection } from "./accounts-section"
import { ByHandCards } from "./by-hand-card"
import { ConnectionNote } from "./connection-note"
import { NeedsPersonStrip } from "./needs-person-strip"
import { NextSteps } from "./next-steps"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"
import { OutageBottomBar, OutageHead } from "./outage-head"
import type { Desk } from "./owner-line"
import { headlineOf, toneOf } from "./outage-words"
import { TellPeople } from "./tell-people"
import { useOutage } from "./use-outage"

/** What opens over the page or in its place. */
async function loadLater() {
  const [dialogs, slips] = await Promise.all([import("./outage-dialogs"), import("@/components/slips/slips-page")])
  return { OutageDialogs: dialogs.OutageDialogs, SlipsPage: slips.SlipsPage }
}

/** An outage, live: the facts in the head, what needs a person, every account, what happened. */
export function OutageLive({ initial, desk, actions, header, openAccount }: {
  initial: OutageView
  desk: Desk
  actions: OutageActions
  header: ReactNode
  /** A hold whose dialog stands open at first, from a link on the first page. */
  openAccount?: string
}) {
  const { outage, connection, readAgain } = useOutage(initial)
  const now = useNow(outage.readAt)
  const [dialog, setDialog] = useState<OpenDialog | null>(openAccount ? { kind: "account", holdId: openAccount } : null)
  const [slipsFor, setSlipsFor] = useState<string[] | null>(null)
  const { timeZone } = outage.institution
  const over = outage.state === "ending" || outage.state === "closed"
  const owed = outage.accounts.filter(needsPerson)
  const tone = toneOf(outage)
  const headline = headlineOf(outage)
  const changed = () => void readAgain()
  const later = useLoaded(loadLater)

  if (slipsFor && later) {
    return <later.SlipsPage outage={outage} issueCodes={actions.issueCodes} viewerName={desk.viewer.name} header={header} chosen={{ holdIds: slipsFor, onBack: () => setSlipsFor(null) }} />
  }
  return (
    <DeskFrame tone={tone} drill={outage.drill} header={header} head={
      <OutageHead outage={outage} now={now} desk={desk} actions={actions} onDialog={setDialog} onChanged={changed} />
    }>
      <p role="status" className="sr-only">{headline.number} {headline.rest}</p>
      <ConnectionNote connection={connection} readAt={outage.readAt} timeZone={timeZone} />
      <PickupAlertsStrip alerts={outage.alerts} timeZone={timeZone} now={now} seeAlert={outage.canChange ? actions.seeAlert : null} onChanged={changed} />
      {over ? null : <NeedsPersonStrip owed={owed} outage={outage} actions={actions} onDialog={setDialog} onChanged={changed} />}
      <div className="with-bottom-bar container-page grid gap-x-10 gap-y-12 pt-8 pb-16 xl:grid-cols-[minmax(0,1fr)_16rem]">
        <div className="grid min-w-0 content-start gap-12">
          {over ? <ByHandCards owed={owed} outage={outage} actions={actions} onDialog={setDialog} onChanged={changed} /> : null}
          <AccountsSection outage={outage} now={now} actions={actions} onDialog={setDialog} onSlips={setSlipsFor} onChanged={changed} />
        </div>
        <aside className="grid min-w-0 content-start gap-10 md:max-xl:grid-cols-2">
          {over ? <NextSteps outage={outage} now={now} /> : null}
          {over || outage.counts.nowInternal > 0 ? <TellPeople outage={outage} /> : null}
          <OutageTimeline viewerName={desk.viewer.name} entries={outage.timeline} timeZone={timeZone} now={now} />
        </aside>
      </div>
      <OutageBottomBar outage={outage} actions={actions} onDialog={setDialog} onChanged={changed} />
      {dialog && later ? <later.OutageDialogs open={dialog} outage={outage} desk={desk} now={now} actions={actions} onDialog={setDialog} onChanged={changed} /> : null}
    </DeskFrame>
  )
}
