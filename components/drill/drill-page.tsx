import Link from "next/link"
import type { ReactNode } from "react"
import { CheckRows, type CheckRow } from "@/components/checklist/check-rows"
import { people } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { moment, shortDay } from "@/components/time/format-time"
import { DAYS_BETWEEN_DRILLS } from "@/lib/domain/drill-due"
import { drillScript, type DrillStep } from "@/lib/domain/drill-score"
import type { DrillPageView } from "@/lib/domain/drill-views"
import { DrillHistory } from "./drill-history"
import { DrillScoreList } from "./drill-score-list"

const LOOK: Record<DrillStep["state"], Pick<CheckRow, "icon" | "word">> = {
  done: { icon: "ready", word: "Done" },
  open: { icon: "waiting", word: "To do" },
  skipped: { icon: "left_alone", word: "Skipped" },
}

/** The whole way, walked on a quiet day: what is done of it, how it went, and when it is due again. */
export function DrillPage({ view, now, header }: { view: DrillPageView; now: string; header: ReactNode }) {
  const { institution, shown } = view
  const { timeZone } = institution
  const open = shown && shown.drill.state !== "closed" ? shown.drill : null
  return (
    <DeskFrame tone={open && open.nowInternal > 0 ? "night" : "day"} drill={open !== null} header={header} head={
      <div className="container-page pt-8 pb-8">
        <p className="text-lead text-ink-2"><Link href="/readiness" className="link-quiet">Readiness</Link>{open ? <> · <b className="font-semibold text-ink">Drill</b>, since {moment(open.declaredAt, timeZone, now)}, by {open.declaredBy}</> : null}</p>
        <div className="mt-2 flex flex-wrap items-end justify-between gap-x-10 gap-y-6">
          <h1 className="headline headline--2">{headlineOf(view)}</h1>
          <DrillAction view={view} />
        </div>
      </div>
    }>
      <div className="border-t border-line"><div className="container-page grid gap-x-14 gap-y-12 py-10 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <section aria-labelledby="steps">
          <h2 id="steps" className="mb-3 text-h2 font-semibold tracking-tight">{shown ? open ? "The way, as far as it has come" : `The last one, ${shortDay(shown.drill.declaredAt, timeZone, now)}` : "The way"}</h2>
          <CheckRows label="Steps of the drill" timeZone={timeZone} rows={rowsOf(shown?.steps ?? drillScript())} />
          {shown?.drill.score ? <DrillScoreList score={shown.drill.score} /> : null}
        </section>
        <div className="grid content-start gap-10">
          <WhoTakesPart view={view} now={now} />
          <DrillHistory drills={view.history} timeZone={timeZone} now={now} />
        </div>
      </div></div>
    </DeskFrame>
  )
}

function headlineOf({ shown, due }: DrillPageView): string {
  if (shown && shown.drill.state !== "closed") {
    return `${shown.steps.filter((step) => step.state === "done").length} of ${shown.steps.length} steps done`
  }
  if (due.daysSince === null) return "No drill yet"
  const days = due.daysSince === 0 ? "Drilled today" : `${due.daysSince} ${due.daysSince === 1 ? "day" : "days"} since the last drill`
  return due.due ? `Drill due: ${days}` : days
}

/** The one filled button: into the drill that goes on, else begin one. */
function DrillAction({ view }: { view: DrillPageView }) {
  const { shown, outage, isProving, canDeclare } = view
  if (shown && shown.drill.state !== "closed") return <LinkButton href={`/outages/${shown.drill.id}`}>Go to the drill</LinkButton>
  if (outage) return <p className="text-ink-2">An outage is open: a drill waits until it is closed. <Link href={`/outages/${outage.id}`} className="link-quiet">Go to the outage</Link></p>
  if (isProving) return <p className="text-ink-2">A proof of the route is under way: a drill waits for it. <Link href="/readiness/proof" className="link-quiet">Look at the proof</Link></p>
  if (!canDeclare) return <p className="text-ink-2">To run a drill, ask a liaison of {view.institution.name}.</p>
  return <LinkButton href="/outages/new?drill">Start a drill</LinkButton>
}

function rowsOf(steps: DrillStep[]): CheckRow[] {
  return steps.map(({ id, title, state, at, text }) => ({ id, title, at, text: state === "skipped" ? null : text, quiet: state === "skipped", ...LOOK[state] }))
}

function WhoTakesPart({ view, now }: { view: DrillPageView; now: string }) {
  const { institution, canaryId, practice, due } = view
  const mayStart = view.canDeclare && !view.outage && !view.isProving && (view.shown === null || view.shown.drill.state === "closed")
  return (
    <section aria-labelledby="who">
      <h2 id="who" className="text-h2 font-semibold tracking-tight">Who takes part</h2>
      <div className="mt-3 grid gap-3 text-ink-2">
        <p>Volunteers who know of it, or your canary account: they really become Internal and are really returned. It is marked as a drill on every page, slip and sheet, and left out of the figures.</p>
        {canaryId && mayStart ? <p><Link href={`/outages/new?drill&staff=${encodeURIComponent(canaryId)}`} className="link-quiet">Drill with the canary</Link>, <span className="font-mono text-small">{canaryId}</span></p> : null}
        <p>If sign-on goes down meanwhile, declare the outage: the drill ends at once, and whom the outage needs stays in Alma.</p>
        {institution.environment === "practice"
          ? <p>This is the practice institution: its people are invented, and newcomers may drill here at any time.</p>
          : practice ? <p>Newcomers drill at any time in {practice}, whose people are invented. The name of your institution, above, leads there.</p> : null}
        <p>{due.dueOn ? `The next one is due on ${shortDay(due.dueOn, institution.timeZone, now)}: ` : ""}Lantern reminds you {DAYS_BETWEEN_DRILLS} days after the last one{view.shown ? `, in which ${people(view.shown.drill.people)} took part` : ""}.</p>
      </div>
    </section>
  )
}
