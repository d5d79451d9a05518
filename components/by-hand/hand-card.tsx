"use client"

import { Button } from "@heroui/react/button"
import { ArrowLeft, ArrowRight, Printer } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { personName } from "@/components/account-state/state-words"
import { StateWindow } from "@/components/account-state/state-window"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { ByHandView, HandCardView, HandCheckView } from "@/lib/domain/hand-views"
import type { ByHandActions } from "./by-hand-actions"
import styles from "./by-hand.module.css"
import { CheckResult } from "./check-result"
import { HandSteps } from "./hand-steps"
import { PasswordSlip } from "./password-slip"
import { TickForm } from "./tick-form"
import { makeTemporaryPassword } from "./make-temporary-password"

/** What came of "Done, check it", or of a person's tick. */
export type HandResult = HandCheckView | { kind: "ticked" }

/** One account, with Alma's exact steps and the values to type. */
export function HandCard({ card, view, actions, opening, moved, onChanged, onSettled, onOwes, onPrevious, onNext }: {
  card: HandCardView
  view: ByHandView
  actions: ByHandActions
  opening: boolean
  /** It stands in the place of another card. */
  moved: boolean
  onChanged: () => void
  onSettled: () => void
  /** Whether a password stands here that its person hasn't been given: leaving the card loses it. */
  onOwes: (owes: boolean) => void
  onPrevious: (() => void) | null
  onNext: (() => void) | null
}) {
  const { pending, error, run } = useRun()
  const [result, setResult] = useState<HandResult | null>(null)
  // Made in this browser and kept in this card only: no server ever has it.
  const [password] = useState(() => (card.task === "switch" && !card.throwAway ? makeTemporaryPassword(card.primaryId) : null))
  const [given, setGiven] = useState(false)
  const account = { outageId: view.outageId, holdId: card.holdId }
  const done = result?.kind === "proved" || result?.kind === "ticked"
  const owesPassword = done && password !== null && !given
  const heading = useFocusOn(moved || done, done)
  useEffect(() => {
    onOwes(owesPassword)
    return () => onOwes(false)
  }, [onOwes, owesPassword])

  async function check() {
    const ran = await run(actions.check, account)
    if (ran) setResult(ran.data)
    if (ran?.data.kind === "proved") onSettled()
    onChanged()
  }

  async function handOver() {
    if (await run(actions.handOver, account)) setGiven(true)
    onChanged()
  }

  return (
    <>
      <section aria-labelledby="hand-card" className="no-print">
        <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-5 max-md:gap-x-3.5">
          <StateWindow name={windowOf(card, result)} size="large" />
          <div>
            <h2 id="hand-card" ref={heading} tabIndex={-1} className="outline-none text-h2 leading-7 font-semibold tracking-tight md:text-[1.75rem] md:leading-9">
              {headingOf(card, result)}
            </h2>
            {card.department ? <p className="text-ink-2">{card.department}</p> : null}
          </div>
        </div>
        {card.note ? <p className="mt-4 max-w-2xl text-ink-2 wrap-anywhere">{card.note}</p> : null}
        {done ? null : <HandSteps card={card} loginUrl={view.institution.loginUrl} password={password} />}
        <CheckResult result={result} card={card} timeZone={view.institution.timeZone} password={password} given={given} />
        {result?.kind === "cant_read" ? <TickForm card={card} outageId={view.outageId} tick={actions.tick} onTicked={() => { setResult({ kind: "ticked" }); onSettled(); onChanged() }} /> : null}
        <ErrorNote error={error} />
        <div className={styles.actions}>
          {owesPassword ? <Button className="button--main" onPress={() => window.print()}><Printer aria-hidden="true" /> Print the slip</Button> : null}
          {owesPassword ? <BusyButton variant="outline" className="button--main" busy={pending} onPress={() => void handOver()}>Handed over</BusyButton> : null}
          {done ? null : <BusyButton className="button--main" variant={result?.kind === "cant_read" ? "outline" : "primary"} busy={pending} onPress={() => void check()}>{pending ? "Reading…" : "Done, check it"}</BusyButton>}
          <span className="flex gap-2.5">
            {onPrevious && !done ? <BusyButton variant="outline" className="button--main" busy={opening || pending} onPress={onPrevious} aria-label="Previous account"><ArrowLeft aria-hidden="true" /></BusyButton> : null}
            {onNext ? <BusyButton variant={done && !owesPassword ? "primary" : "outline"} className="button--main" busy={opening || pending} onPress={onNext} aria-label="Next account"><span>Next<span className="max-sm:hidden"> account</span></span> <ArrowRight aria-hidden="true" className="max-sm:hidden" /></BusyButton> : null}
          </span>
        </div>
      </section>
      {password ? <PasswordSlip card={card} view={view} password={password} /> : null}
    </>
  )
}

function headingOf(card: HandCardView, result: HandResult | null): string {
  const type = card.task === "switch" ? "Internal" : "External"
  if (result?.kind === "proved") return `${personName(card)} is ${type}`
  return `${card.task === "switch" ? "Switch" : "Return"} ${personName(card)} to ${type}`
}

function windowOf(card: HandCardView, result: HandResult | null) {
  if (result?.kind === "ticked") return "accepted"
  if (result?.kind !== "proved") return "needs_person"
  return card.task === "switch" ? "internal" : "external_watching"
}

/** The button that was pressed has gone with the card or with its steps: the focus goes to the heading, not to nowhere. */
function useFocusOn(on: boolean, done: boolean) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { if (on) heading.current?.focus({ preventScroll: done }) }, [on, done])
  return heading
}
