"use client"

import { Button } from "@heroui/react/button"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { NameSearch } from "@/components/shell/name-search"
import { shortDay } from "@/components/time/format-time"
import type { EnrolledView } from "@/lib/domain/enrolment"
import { folded } from "@/lib/domain/folded"
import type { EnrolmentActions } from "./enrolment-actions"

/** Each has two buttons: a whole university's would keep a phone busy for seconds. */
const MOST_SHOWN = 100

/** Who is enrolled, by what, since when; whose link is still out. */
export function EnrolledList({ people, canChange, timeZone, now, withdraw, onNewLink }: {
  people: EnrolledView[]
  canChange: boolean
  timeZone: string
  now: string
  withdraw: EnrolmentActions["withdraw"]
  onNewLink: (primaryId: string) => Promise<boolean>
}) {
  const [text, setText] = useState("")
  const [leaving, setLeaving] = useState<EnrolledView | null>(null)
  const wanted = folded(text.trim())
  const fit = people.filter(({ name, primaryId }) => folded(`${name ?? ""} ${primaryId}`).includes(wanted))
  const shown = fit.slice(0, MOST_SHOWN)
  return (
    <section aria-labelledby="enrolled">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h2 id="enrolled" className="text-h2 font-semibold tracking-tight">Who is enrolled</h2>
        {people.length > 8 ? <NameSearch value={text} onChange={setText} className="w-full sm:w-72" /> : null}
      </div>
      {people.length === 0 ? <p className="mt-3 text-ink-2">Nobody yet. Make links, and whoever uses theirs appears here.</p> : null}
      {people.length > 0 && shown.length === 0 ? <p className="mt-3 text-ink-2">Nobody of this name. Clear the search to see all {people.length}.</p> : null}
      {shown.length > 0 ? (
        <ul className="rule-list mt-3">
          {shown.map((person) => (
            <li key={person.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-2.5 text-row sm:flex-nowrap">
              <span className="min-w-0 flex-1 basis-full wrap-anywhere sm:basis-0">
                {person.name ? <b className="me-2 font-medium">{person.name}</b> : null}<span className="font-mono text-caption text-muted">{person.primaryId}</span>
              </span>
              <span className="min-w-0 flex-1 text-ink-2">{waysOf(person, timeZone, now)}</span>
              {canChange ? (
                <span className="ms-auto flex shrink-0 gap-4">
                  <Button variant="ghost" className="button--plain" aria-label={`New link for ${person.name ?? person.primaryId}`} onPress={() => void onNewLink(person.primaryId)}>New link</Button>
                  <Button variant="ghost" className="button--plain" aria-label={`Withdraw ${person.name ?? person.primaryId}`} onPress={() => setLeaving(person)}>Withdraw</Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {fit.length > shown.length ? <p className="mt-3 text-small text-muted">The first {shown.length} of {fit.length} are shown. Search for the others by name.</p> : null}
      {leaving ? <WithdrawDialog person={leaving} withdraw={withdraw} onClose={() => setLeaving(null)} /> : null}
    </section>
  )
}

function WithdrawDialog({ person, withdraw, onClose }: { person: EnrolledView; withdraw: EnrolmentActions["withdraw"]; onClose: () => void }) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  async function go() {
    if (!(await run(withdraw, { enrolmentId: person.id }))) return
    router.refresh()
    onClose()
  }
  return (
    <DeskDialog
      title={`Withdraw ${person.name ?? person.primaryId}?`} busy={pending} onClose={onClose}
      actions={<>
        <Button variant="outline" isDisabled={pending} onPress={onClose}>Keep</Button>
        <BusyButton busy={pending} onPress={() => void go()}>{pending ? "Withdrawing…" : "Withdraw"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">Link, passkeys and recovery card stop working at once. In an outage this person then needs a code from a liaison, until they enrol anew.</p>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function waysOf({ passkeys, cardSince, since, linkUntil }: EnrolledView, timeZone: string, now: string): string {
  const ways = [passkeys === 0 ? "" : passkeys === 1 ? "A passkey" : `${passkeys} passkeys`, cardSince ? (passkeys === 0 ? "A card" : "a card") : ""].filter(Boolean).join(" and ")
  const link = linkUntil ? `link out until ${shortDay(linkUntil, timeZone, now)}` : ""
  if (since === null) return `Not yet, ${link}`
  return `${ways}, since ${shortDay(since, timeZone, now)}${link ? `, ${link}` : ""}`
}
