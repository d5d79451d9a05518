import { LeaderLine, type LeaderMark } from "@/components/leader/leader-line"
import { accounts } from "@/components/outage/outage-words"
import { between, length, shortDay } from "@/components/time/format-time"
import { drillDue } from "@/lib/domain/drill-due"
import type { OutageState } from "@/lib/domain/states"
import type { HomeView, OutageSummaryView } from "@/lib/domain/views"

/** As short as a line on a phone wants it. */
const STATE_SHORT: Record<OutageState, string> = { declared: "declared", switching: "switching", active: "in progress", ending: "ending", closed: "closed" }

/** Six facts, as on a checklist. */
export function HomeFacts({ home, now }: { home: HomeView; now: string }) {
  const internal = home.openOutage?.counts.nowInternal ?? 0
  const unresolved = home.unresolved.length
  const ready = home.checks.filter((check) => check.status === "ok").length
  const lastDrill = home.history.find((outage) => outage.drill && !outage.proof && outage.switched)
  const lastOutage = home.history.find((outage) => !outage.drill)
  return (
    <dl className="grid gap-x-14 gap-y-3 md:grid-cols-2">
      <LeaderLine challenge={home.openOutage?.drill ? "Open drill" : "Open outage"} mark={home.openOutage ? "warn" : "ok"}>
        {home.openOutage ? STATE_SHORT[home.openOutage.state] : "none"}
      </LeaderLine>
      <LeaderLine challenge="Held Internal" mark={internal === 0 ? "ok" : "warn"}>{accounts(internal)}</LeaderLine>
      <LeaderLine challenge="Unresolved" mark={unresolved === 0 ? "ok" : "fail"}>{accounts(unresolved)}</LeaderLine>
      <LeaderLine challenge="Checks" mark={worst(home)}>
        {home.checks.length === 0 ? "not run yet" : `${ready} of ${home.checks.length} ready`}
      </LeaderLine>
      <LeaderLine challenge="Last drill" mark={drillMark(lastDrill, now)}>
        {lastDrill ? `${length(between(lastDrill.declaredAt, now))} ago` : "never"}
      </LeaderLine>
      <LeaderLine challenge="Last outage">
        {lastOutage ? shortDay(lastOutage.declaredAt, home.institution.timeZone, now) : "none so far"}
      </LeaderLine>
    </dl>
  )
}

function worst(home: HomeView): LeaderMark {
  if (home.checks.some((check) => check.status === "fail")) return "fail"
  return home.checks.length === 0 || home.checks.some((check) => check.status === "warn") ? "warn" : "ok"
}

function drillMark(drill: OutageSummaryView | undefined, now: string): LeaderMark {
  return drillDue(drill ? new Date(drill.declaredAt) : null, new Date(now)).due ? "warn" : "ok"
}
