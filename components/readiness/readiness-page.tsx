import Link from "next/link"
import type { ReactNode } from "react"
import { AlertStrip } from "@/components/alerts/alert-strip"
import { DeskFrame } from "@/components/shell/desk-frame"
import { moment } from "@/components/time/format-time"
import { daysUnseen, readinessSentence } from "@/lib/domain/checks"
import type { AlertView, CheckView, InstitutionView } from "@/lib/domain/views"
import { CheckButton } from "./check-button"
import { CheckRow } from "./check-row"
import styles from "./readiness.module.css"

export interface ReadinessPageProps {
  view: { institution: InstitutionView; checks: CheckView[]; checkedAt: string | null; alerts: AlertView[]; canCheck: boolean; openOutageId: string | null }
  now: string
  header: ReactNode
  /** Stands below the checks. */
  below?: ReactNode
}

/** What decides whether it works that morning: each check in its place, and of what isn't ready the one thing to do. */
export function ReadinessPage({ view, now, header, below }: ReadinessPageProps) {
  const { institution, checks, checkedAt, canCheck } = view
  const { timeZone } = institution
  const unseen = daysUnseen(checkedAt, now)
  return (
    <DeskFrame header={header} head={<>
      <AlertStrip alerts={view.alerts} timeZone={timeZone} now={now} onReadiness />
      <div className="container-page grid gap-x-10 gap-y-5 pt-9 pb-8 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
        <div className="min-w-0">
          <p className="text-lead text-ink-2">{checkedAt ? `${unseen === null ? "Checked" : "Last checked"} ${moment(checkedAt, timeZone, now)}${unseen === null ? ", again every day" : ""}` : "Lantern looks a few moments after it starts, and every day"}</p>
          <h1 className="headline headline--2 mt-1.5">{readinessSentence(checks, unseen)}</h1>
          {unseen === null ? null : <p className="mt-2 text-ink-2">What stands below was seen then. Lantern looks every day while it runs: check again now, and ask the operator whether its worker runs.</p>}
        </div>
        {canCheck ? <CheckButton /> : null}
      </div>
    </>}>
      <div className="container-page pb-12">
        {checks.length === 0
          ? <p className="border-t border-line py-8 text-lead text-ink-2">Nothing has been looked at yet. {canCheck ? "Press “Check again now”." : "A liaison can do it now."}</p>
          : (
            <ol className={styles.list} aria-label="Checks">
              {checks.map((check, at) => <CheckRow key={check.id} check={check} number={at + 1} checkedAt={checkedAt} timeZone={timeZone} now={now} />)}
            </ol>
          )}
        {below ? <div className="mt-10">{below}</div> : null}
        <nav aria-label="Get ready" className="mt-8 flex flex-wrap gap-x-7 gap-y-3 text-row">
          {PLACES.map(({ href, name }) => <Link key={href} href={href} className="link-quiet py-1">{name}</Link>)}
        </nav>
      </div>
    </DeskFrame>
  )
}

const PLACES = [
  { href: "/readiness/proof", name: "Prove the route on one account" },
  { href: "/readiness/drill", name: "Run a drill" },
  { href: "/readiness/back-up-admin", name: "Back-up admin account" },
  { href: "/settings", name: "Settings" },
]
