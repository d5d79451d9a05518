import Link from "next/link"
import type { ReactNode } from "react"
import { methodWords, placeWords } from "@/components/account/session-words"
import { MarkIcon } from "@/components/leader/leader-line"
import { NotYours } from "@/components/people/people-page"
import { factorWords, getsIn } from "@/components/people/people-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { RefreshEvery } from "@/components/shell/refresh-every"
import { moment } from "@/components/time/format-time"
import type { SecurityView } from "@/lib/domain/people-views"

interface Shown {
  view: SecurityView
  timeZone: string
  now: string
}

/** Who gets in by what, who is in now, and what was odd. `view` is null for whoever manages nobody. */
export function SecurityPage({ view, timeZone, now, header }: { view: SecurityView | null; timeZone: string; now: string; header: ReactNode }) {
  if (view === null) return <NotYours header={header} title="Security is an admin’s" />
  const enabled = view.people.filter((person) => !person.disabled)
  const able = enabled.filter(getsIn).length
  const shown = { view, timeZone, now }
  return (
    <DeskFrame header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <div>
          <p className="text-lead text-ink-2"><Link href="/settings" className="link-quiet">Settings</Link></p>
          <h1 className="headline headline--2 mt-2">{able} of {enabled.length} get in without a link</h1>
        </div>
        <LinkButton href="/settings/people" variant="outline">People</LinkButton>
      </div>
    }>
      <div className="border-t border-line"><div className="container-page grid gap-x-14 gap-y-12 pt-10 pb-16 lg:grid-cols-2">
        <WhoHasWhat {...shown} />
        <div className="grid content-start gap-12">
          <Sessions {...shown} />
          <Alerts {...shown} />
        </div>
      </div></div>
      <RefreshEvery seconds={30} />
    </DeskFrame>
  )
}

function WhoHasWhat({ view, timeZone, now }: Shown) {
  return (
    <section aria-labelledby="factors">
      <h2 id="factors" className="text-h2 font-semibold tracking-tight">What each signs in with</h2>
      <ul className="rule-list mt-3">
        {view.people.map((person) => (
          <li key={person.id} className="flex gap-3 py-2.5 text-row">
            <span className="shrink-0">{person.disabled ? <span className="inline-block w-6.5" /> : <MarkIcon mark={getsIn(person) ? "ok" : "warn"} />}</span>
            <span className="min-w-0 flex-1">
              <b className="font-medium wrap-anywhere">{person.name}</b>
              <span className="block text-ink-2">{person.disabled ? "Disabled" : getsIn(person) ? factorWords(person.factors) : `${factorWords(person.factors)}: sign-in not set up yet`}</span>
            </span>
            <span className="shrink-0 text-end text-small text-muted">{person.lastSignIn ? `last ${moment(person.lastSignIn, timeZone, now)}` : "never signed in"}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sessions({ view, timeZone, now }: Shown) {
  const count = view.sessions.length
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions" className="text-h2 font-semibold tracking-tight">{count} open {count === 1 ? "session" : "sessions"}</h2>
      <ul className="rule-list mt-3">
        {view.sessions.map((session) => (
          <li key={session.id} className="py-2.5 text-row">
            <p><b className="font-medium wrap-anywhere">{session.name}</b> <span className="text-ink-2 wrap-anywhere">{placeWords(session)}</span></p>
            <p className="text-small text-muted">since {moment(session.createdAt, timeZone, now)} by {methodWords(session.method)}, last seen {moment(session.lastSeenAt, timeZone, now)}</p>
          </li>
        ))}
      </ul>
      {count === 0 ? <p className="mt-3 text-ink-2">Nobody is signed in.</p> : null}
    </section>
  )
}

function Alerts({ view, timeZone, now }: Shown) {
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts" className="text-h2 font-semibold tracking-tight">{view.alerts.length === 0 ? "Nothing odd" : "What happened"}</h2>
      {view.alerts.length === 0 ? <p className="mt-3 text-ink-2">Refused tries, used recovery codes and changed sign-ins are told here.</p> : (
        <ul className="rule-list mt-3">
          {view.alerts.map((alert) => (
            <li key={alert.id} className="py-2.5 text-row">
              <p className="wrap-anywhere">{alert.person ? <b className="font-medium">{alert.person}: </b> : null}{alert.message}</p>
              <p className="text-small text-muted">{moment(alert.at, timeZone, now)}{alert.seen ? ", seen" : ""}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
