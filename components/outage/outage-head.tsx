"use client"

import { Button } from "@heroui/react/button"
import { ArrowRight } from "lucide-react"
import { isReadyForCode } from "@/components/account-state/hand-over"
import { needsPerson } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { LampBoard } from "@/components/board/lamp-board"
import { LinkButton } from "@/components/shell/link-button"
import { between, clock, countdown, length, moment } from "@/components/time/format-time"
import type { OutageView } from "@/lib/domain/views"
import { HeadlineText } from "./headline-text"
import type { OutageActions } from "./outage-actions"
import type { OpenDialog } from "./outage-dialogs"
import { type Desk, OwnerLine } from "./owner-line"
import { headlineOf } from "./outage-words"
import { ProgressLine } from "./progress-line"
import { SignOnLine } from "./sign-on-line"

interface HeadProps {
  outage: OutageView
  actions: OutageActions
  onDialog: (dialog: OpenDialog) => void
  onChanged: () => void
}

/** How long, the number, what to press, and the board. */
export function OutageHead({ outage, now, desk, ...rest }: HeadProps & { now: string; desk: Desk }) {
  return (
    <div className="container-page pt-6 pb-8 lg:pt-7">
      <div className="flex flex-wrap items-baseline justify-between gap-x-10 gap-y-1.5">
        <Overline outage={outage} now={now} />
        <OwnerLine outage={outage} desk={desk} {...rest} />
      </div>
      <div className="mt-3 gap-x-10 lg:mt-2.5 lg:grid lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
        <div className="min-w-0">
          <HeadlineText headline={headlineOf(outage)} />
          <ProgressLine outage={outage} />
          {outage.signOn ? (
            <SignOnLine
              signOn={outage.signOn} ssoUrl={outage.institution.ssoUrl} timeZone={outage.institution.timeZone} now={now}
              onEnd={outage.canChange ? () => rest.onDialog({ kind: "end" }) : null}
            />
          ) : null}
        </div>
        <div className="lg:min-w-54 lg:pb-1">
          <div className="hidden lg:block"><HeadActions outage={outage} {...rest} /></div>
          <Watching outage={outage} now={now} />
        </div>
      </div>
      <div className="mt-7"><LampBoard accounts={outage.accounts} /></div>
    </div>
  )
}

function Overline({ outage, now }: { outage: OutageView; now: string }) {
  const { timeZone } = outage.institution
  const at = (iso: string) => moment(iso, timeZone, now)
  if (outage.endedAt) {
    return (
      <p className="text-lead text-ink-2 lg:text-h2">
        <b className="font-semibold text-ink">{outage.drill ? "Drill ended" : "Ended"} {at(outage.endedAt)}</b>{outage.endedBy ? ` by ${outage.endedBy}` : ""}
        <span className="max-md:hidden"> · open for {length(between(outage.declaredAt, outage.endedAt))} · “{outage.reason}”</span>
      </p>
    )
  }
  return (
    <p className="text-lead text-ink-2 lg:text-h2">
      {outage.drill
        ? <><b className="font-semibold text-ink">Drill, {length(between(outage.declaredAt, now))}</b>, since {at(outage.declaredAt)}</>
        : <><b className="font-semibold text-ink">SSO down {length(between(outage.since, now))}</b>, since {at(outage.since)}</>}
      <span className="max-md:hidden"> · declared {at(outage.declaredAt)} by {outage.declaredBy}{outage.drill ? "" : `, open for ${length(between(outage.declaredAt, now))}`}</span>
    </p>
  )
}

/** While ending, the countdown stands where the action was. */
function Watching({ outage, now }: { outage: OutageView; now: string }) {
  const { timeZone } = outage.institution
  if (outage.state === "closed" && outage.closedAt) {
    return <p className="flex items-baseline gap-x-3 max-lg:mt-4 lg:block"><span className="figure block text-h2 md:text-h1">Closed</span><span className="text-ink-2">{moment(outage.closedAt, timeZone, now)}</span></p>
  }
  if (outage.state !== "ending") return null
  if (!outage.watchingUntil) return <p className="text-ink-2 max-lg:hidden">Returning the accounts</p>
  const left = between(now, outage.watchingUntil)
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 max-lg:mt-4 lg:block">
      <span className="figure block text-h2 md:text-h1">{left > 0 ? countdown(left) : "Reading once more"}</span>
      <span className="text-ink-2">{left > 0 ? `watching until ${clock(outage.watchingUntil, timeZone)}` : "then it closes"}</span>
    </p>
  )
}

/** At most one filled button: hand over, switch by hand, switch what waits, or end. */
function HeadActions({ outage, actions, onDialog, onChanged }: HeadProps) {
  const { pending, error, run } = useRun()
  if (!outage.canChange || outage.state === "ending" || outage.state === "closed") return null
  const main = mainAction(outage)

  async function switchWaiting() {
    if (await run(actions.switchOutage, { outageId: outage.id })) onChanged()
  }

  return (
    <div>
      <div className="flex gap-2.5 lg:flex-col">
        {main.kind === "hand_over" ? (
          <LinkButton href={`/outages/${outage.id}/slips`} className="flex-1 lg:w-full lg:flex-none">Hand over {main.count} {main.count === 1 ? "code" : "codes"} <ArrowRight aria-hidden="true" className="max-lg:hidden" /></LinkButton>
        ) : null}
        {main.kind === "by_hand" ? (
          <LinkButton href={`/outages/${outage.id}/by-hand`} className="flex-1 lg:w-full lg:flex-none">Switch {main.count} by hand <ArrowRight aria-hidden="true" className="max-lg:hidden" /></LinkButton>
        ) : null}
        {main.kind === "switch" ? (
          <BusyButton className="button--main flex-1 lg:w-full lg:flex-none" busy={pending} onPress={() => void switchWaiting()}>Switch {main.count} waiting</BusyButton>
        ) : null}
        <Button
          variant={main.kind === "end" ? "primary" : "outline"} onPress={() => onDialog({ kind: "end" })}
          className={`button--main lg:w-full ${main.kind === "end" || main.kind === "none" ? "flex-1 lg:flex-none" : ""}`}
        >
          {outage.drill ? "End drill…" : "End outage…"}
        </Button>
      </div>
      <ErrorNote error={error} />
    </div>
  )
}

type MainAction = { kind: "hand_over" | "by_hand" | "switch"; count: number } | { kind: "end" } | { kind: "none" }

function mainAction({ counts, state, accounts, institution, readAt }: OutageView): MainAction {
  const byHand = institution.route === "manual" ? accounts.filter((account) => needsPerson(account) && account.steps !== null).length : 0
  if (byHand > 0) return { kind: "by_hand", count: byHand }
  // Without a key that sets passwords a code opens nothing: they are handed over by the slip of each card.
  const ready = institution.setsPasswords ? accounts.filter((account) => isReadyForCode(account, readAt)).length : 0
  if (ready > 0) return { kind: "hand_over", count: ready }
  // Once started it goes on by itself; only a list that nobody has started waits for a press.
  if (state === "declared" && counts.waiting > 0) return { kind: "switch", count: counts.waiting }
  // While Lantern is switching there is nothing to press, and ending is not what comes next.
  return counts.waiting + counts.switching > 0 ? { kind: "none" } : { kind: "end" }
}

/** The same actions within reach of a thumb. */
export function OutageBottomBar({ outage, ...rest }: HeadProps) {
  if (!outage.canChange || outage.state === "ending" || outage.state === "closed") return null
  return <div className="bottom-bar no-print lg:hidden"><HeadActions outage={outage} {...rest} /></div>
}
