import Link from "next/link"
import type { ReactNode } from "react"
import { AlertStrip } from "@/components/alerts/alert-strip"
import { HeadlineText } from "@/components/outage/headline-text"
import { headlineOf, toneOf } from "@/components/outage/outage-words"
import { SignOnWords } from "@/components/outage/sign-on-line"
import { DeskFrame } from "@/components/shell/desk-frame"
import { clock, longDay } from "@/components/time/format-time"
import type { HomeView } from "@/lib/domain/views"
import { HomeAction, HomeBottomBar } from "./home-action"
import { HomeChecks } from "./home-checks"
import { HomeFacts } from "./home-facts"
import { HomeHistory } from "./home-history"
import { PickupAlertsOnHome } from "./pickup-alerts-on-home"
import { UnresolvedStrip } from "./unresolved-strip"

/** The first page: what is owed before all else, then how things stand, and the one thing to press. */
export function HomePage({ home, now, header, offer }: { home: HomeView; now: string; header: ReactNode; offer: ReactNode }) {
  const { timeZone } = home.institution
  const open = home.openOutage
  const tone = open ? toneOf(open) : "day"
  const unresolved = home.unresolved.length
  return (
    <DeskFrame tone={tone} drill={open?.drill ?? false} header={header} head={<>
      <UnresolvedStrip home={home} now={now} />
      <PickupAlertsOnHome home={home} now={now} />
      <AlertStrip alerts={home.alerts} timeZone={timeZone} now={now} />
      <div className="container-page pt-10 pb-10 lg:pb-12">
        <p className="text-lead text-ink-2 md:text-h2">{open?.drill ? <><b className="font-semibold text-ink">Drill</b> · </> : null}{longDay(now, timeZone)}, {clock(now, timeZone)}</p>
        <div className="mt-2 grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1fr)_25rem] lg:items-end">
          {open
            ? <HeadlineText headline={headlineOf(open)} narrow />
            : <h1 className="headline py-1.5">{unresolved === 0 ? "All clear" : `${unresolved} unresolved`}</h1>}
          <div className="hidden pb-1.5 lg:block"><HomeAction home={home} /></div>
        </div>
        <div className="mt-9 grid gap-x-14 gap-y-8 lg:mt-10 lg:grid-cols-[minmax(0,1fr)_25rem]">
          <HomeFacts home={home} now={now} />
          <HomeAdvice home={home} now={now} />
        </div>
      </div>
    </>}>
      <div className={`with-bottom-bar ${tone === "day" ? "border-t border-line" : ""}`}>
        <div className="container-page grid gap-x-14 gap-y-12 py-10 lg:grid-cols-2">
          <HomeChecks checks={home.checks} checkedAt={home.checkedAt} timeZone={timeZone} now={now} />
          <HomeHistory history={home.history} hasOpen={open !== null} timeZone={timeZone} now={now} />
        </div>
        <div className="container-page pb-10">{offer}</div>
      </div>
      <HomeBottomBar home={home} />
    </DeskFrame>
  )
}

function HomeAdvice({ home, now }: { home: HomeView; now: string }) {
  if (home.openOutage?.drill) {
    return (
      <div>
        <p className="text-ink-2">This is a drill. <Link href={`/outages/${home.openOutage.id}`} className="link-quiet">Go to the drill</Link>, or <Link href="/readiness/drill" className="link-quiet">see how far it has come</Link>.</p>
        {home.canDeclare ? <p className="mt-3 text-ink-2">If sign-on goes down meanwhile, declare the outage: the drill ends at once.</p> : null}
      </div>
    )
  }
  if (home.openOutage) {
    const { id, signOn } = home.openOutage
    return (
      <div className="text-ink-2">
        <p>It goes on by itself, with or without this page. What needs you is on the page of the outage.{home.drillBeside ? <> <Link href={`/outages/${home.drillBeside.id}`} className="link-quiet">A drill</Link> is ending beside it.</> : null}</p>
        {signOn ? (
          <p className="mt-3">
            <SignOnWords signOn={signOn} timeZone={home.institution.timeZone} now={now} />
            {signOn.meaning === "back" ? <> <Link href={`/outages/${id}`} className="link-quiet">Try it, and end the outage there</Link> if it works.</> : null}
          </p>
        ) : null}
      </div>
    )
  }
  if (!home.canDeclare) {
    return <p className="text-ink-2">You can look at everything here. To declare an outage, ask a liaison of {home.institution.name}.</p>
  }
  return (
    <div>
      <p className="text-ink-2">You choose who is switched. Nothing in Alma changes until you confirm the list.</p>
      <p className="mt-3"><Link href="/readiness/drill" className="link-quiet text-ink-2">Run a drill</Link></p>
    </div>
  )
}
