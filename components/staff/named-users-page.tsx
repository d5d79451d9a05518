"use client"

import { Button } from "@heroui/react/button"
import Link from "next/link"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { StateWindow } from "@/components/account-state/state-window"
import { DeskFrame } from "@/components/shell/desk-frame"
import { moment } from "@/components/time/format-time"
import { sourceWords } from "@/lib/domain/named-user-count"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import type { RosterView } from "@/lib/domain/roster"
import { CountDialog } from "./count-dialog"
import { CountProgress } from "./count-progress"
import type { NamedUserActions } from "./named-user-actions"
import { NamedUsersAside } from "./named-users-aside"
import { NamedUsersTable } from "./named-users-table"
import { RulesDialog } from "./rules-dialog"
import { namedUsers, namedUsersAddress } from "./staff-words"
import { usePolled } from "./use-polled"

const POLL_MS = 1_500
const POLL_QUIET_MS = 60_000

/** How many Named Users there are by CARLI's definition, who they are, and what makes each of them one. */
export function NamedUsersPage({ asked, initial, rosters, now: drawnAt, actions, header }: {
  /** The count whose people are looked at, where it isn't the institution's newest. */
  asked: string | null
  initial: NamedUsersView
  rosters: RosterView[]
  now: string
  actions: NamedUserActions
  header: ReactNode
}) {
  const { view, isLost, readAgain, readAt } = usePolled(["named-users", asked ?? ""], initial, namedUsersAddress("", initial, asked), ({ current }) => (current?.state === "running" ? POLL_MS : POLL_QUIET_MS))
  const [dialog, setDialog] = useState<"count" | "rules" | null>(null)
  const { pending, error, run } = useRun()
  const now = view === initial ? drawnAt : new Date(readAt).toISOString()
  const { newest, current } = view
  const changed = () => void readAgain()

  return (
    <DeskFrame header={header} head={
      <div className="container-page pt-8 pb-6">
        <p className="text-lead text-ink-2"><Link href="/staff" className="link-quiet">Staff</Link></p>
        <div className="mt-3 flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
          <div className="min-w-0">
            <h1 className="headline headline--2">{newest ? namedUsers(newest.counted ?? 0) : "Not counted yet"}</h1>
            <p className="mt-3 flex flex-wrap items-center gap-x-2.5 text-lead"><LeadWords view={view} now={now} /></p>
          </div>
          {view.canCount && current?.state !== "running" ? <Button className="button--main" onPress={() => setDialog("count")}>{newest ? "Count anew" : "Count them"}</Button> : null}
        </div>
        {isLost ? <p role="status" className="mt-3 text-row text-ink-2">The connection is lost: this is what was last known.</p> : null}
        {current ? (
          <CountProgress count={current}>
            {!view.canCount ? null : current.state === "running"
              ? <BusyButton size="sm" variant="outline" busy={pending} onPress={() => void run(actions.stop, { countId: current.id }).then(changed)}>Stop</BusyButton>
              : <BusyButton size="sm" variant="outline" busy={pending} onPress={() => void run(actions.resume, { countId: current.id }).then(changed)}>Go on</BusyButton>}
          </CountProgress>
        ) : null}
        <ErrorNote error={error} />
      </div>
    }>
      <div className="container-page grid gap-x-14 gap-y-10 pb-16 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <NamedUsersTable view={view} />
        <NamedUsersAside asked={asked} view={view} now={now} onRules={() => setDialog("rules")} />
      </div>
      {dialog === "count" ? <CountDialog rosters={rosters} count={actions.count} onClose={() => setDialog(null)} onChanged={changed} /> : null}
      {dialog === "rules" ? <RulesDialog view={view} actions={actions} onClose={() => setDialog(null)} onChanged={changed} /> : null}
    </DeskFrame>
  )
}

function LeadWords({ view: { newest, allowance, allowanceState }, now, view }: { view: NamedUsersView; now: string }) {
  if (!newest?.finishedAt) return <span className="text-ink-2">A count reads users in Alma one page after the other, and changes nothing.</span>
  const when = `${sourceWords({ kind: newest.source.kind, name: newest.source.name ?? "" })}, ${moment(newest.finishedAt, view.timeZone, now)}`
  switch (allowanceState) {
    case "none":
      return <span className="text-ink-2">of {when}</span>
    case "within":
      return <span className="text-ink-2">of {allowance} allowed; {when}</span>
    case "near":
    case "over": {
      const counted = newest.counted ?? 0
      const words = allowanceState === "over" ? `${counted - allowance!} over the ${allowance} allowed` : `of ${allowance} allowed: ${Math.floor((counted / Math.max(1, allowance!)) * 100)} %`
      return <><StateWindow name="see_to" /><b className="font-medium">{words}</b><span className="text-ink-2">{when}</span></>
    }
  }
}
