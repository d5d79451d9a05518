"use client"

import { Button } from "@heroui/react/button"
import Link from "next/link"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { people } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import type { RosterDetailView } from "@/lib/domain/roster-views"
import type { RosterActions } from "./roster-actions"
import { RosterDialogs, type RosterDialog } from "./roster-dialogs"
import { RosterHistory } from "./roster-history"
import { RosterNews } from "./roster-news"
import { RosterSection } from "./roster-section"
import { freshWords, sourceLine } from "./staff-words"
import { usePolled } from "./use-polled"

const POLL_MS = 1_500
const POLL_QUIET_MS = 60_000
/** The whole list comes with each answer. */
const MANY = 300
const POLL_MANY_MS = 6_000

/** One roster: how many of its people could be switched, who they are, and what became of them. */
export function RosterPage({ initial, now: drawnAt, actions, header }: {
  initial: RosterDetailView
  now: string
  actions: RosterActions
  header: ReactNode
}) {
  const { view: roster, isLost, readAgain, readAt } = usePolled(["roster", initial.id], initial, `/api/rosters/${initial.id}`, (view) => (!view.refreshing ? POLL_QUIET_MS : view.people.length > MANY ? POLL_MANY_MS : POLL_MS))
  const [dialog, setDialog] = useState<RosterDialog | null>(null)
  const { error, run } = useRun()
  // Until the page has seen that it is being read: the action itself comes back at once.
  const [asking, setAsking] = useState(false)
  const reading = asking || roster.refreshing
  const now = roster === initial ? drawnAt : new Date(readAt).toISOString()
  const fit = roster.people.filter((person) => person.verdict === "switch").length
  const total = roster.people.length

  async function refresh() {
    setAsking(true)
    await run(actions.refresh, { rosterId: roster.id })
    await readAgain()
    setAsking(false)
  }

  return (
    <DeskFrame header={header} head={
      <div className="container-page pt-8 pb-6">
        <p className="no-print text-lead text-ink-2"><Link href="/staff" className="link-quiet">All rosters</Link></p>
        <div className="mt-3 flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
          <div className="min-w-0">
            <p className="text-h2 font-semibold tracking-tight wrap-anywhere">{roster.name}</p>
            <h1 className="headline headline--2 mt-1.5">{roster.refreshedAt === null ? `${people(total)}, not read yet` : `${fit} of ${total} can be switched`}</h1>
          </div>
          {roster.canChange ? (
            <BusyButton className="button--main no-print" busy={reading} onPress={() => void refresh()}>{reading ? `Reading ${people(total)}…` : "Read anew"}</BusyButton>
          ) : null}
        </div>
        <p className="mt-3 text-row text-ink-2" role="status">{sourceLine(roster.source)}, {freshWords(roster, roster.timeZone, now)}.{isLost ? " The connection is lost: this is what was last known." : ""}</p>
        <ErrorNote error={error} />
        {roster.canChange ? <RosterTools rosterId={roster.id} onDialog={setDialog} /> : null}
      </div>
    }>
      <div className="container-page pb-16">
        <RosterNews roster={roster} actions={actions} onChanged={() => void readAgain()} />
        <RosterSection roster={roster} onTakeOff={(primaryIds) => setDialog({ kind: "take_off", primaryIds })} />
        <RosterHistory roster={roster} now={now} />
      </div>
      <RosterDialogs roster={roster} dialog={dialog} actions={actions} onClose={() => setDialog(null)} onChanged={() => void readAgain()} />
    </DeskFrame>
  )
}

function RosterTools({ rosterId, onDialog }: { rosterId: string; onDialog: (dialog: RosterDialog) => void }) {
  const act = "button--plain text-ink-2"
  return (
    <div className="no-print mt-4 flex flex-wrap items-baseline gap-x-6 gap-y-2 text-row font-medium">
      <Button variant="ghost" className={act} onPress={() => onDialog({ kind: "add" })}>Add people</Button>
      <Button variant="ghost" className={act} onPress={() => onDialog({ kind: "rename" })}>Rename</Button>
      <Link href={`/staff/rosters/${rosterId}/print`} className="link-quiet text-ink-2">Print</Link>
      <a href={`/api/rosters/${rosterId}/csv`} download className="link-quiet text-ink-2">Save as CSV</a>
      <Button variant="ghost" className={act} onPress={() => onDialog({ kind: "delete" })}>Delete</Button>
    </div>
  )
}
