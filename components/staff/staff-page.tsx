import Link from "next/link"
import type { ReactNode } from "react"
import { StateWindow } from "@/components/account-state/state-window"
import { LeaderLine } from "@/components/leader/leader-line"
import { people } from "@/components/outage/outage-words"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import { moment } from "@/components/time/format-time"
import { coverWords, enoughCovered } from "@/lib/domain/enrolment"
import type { StaffView } from "@/lib/domain/roster-views"
import type { InstitutionView } from "@/lib/domain/views"
import { RosterRows } from "./roster-rows"
import { lookWords, namedUsers } from "./staff-words"
import { WhoIsOnWhich } from "./who-is-on-which"

/** Lists of staff that are ready for the day they are needed, and who of them should be looked at before. */
export function StaffPage({ staff, find, enrolled, institution, now, header }: {
  staff: StaffView
  /** Whom somebody looks for on the rosters. */
  find: string
  /** How many can pick up without a liaison. */
  enrolled: number
  institution: InstitutionView
  now: string
  header: ReactNode
}) {
  const { rosters } = staff
  return (
    <DeskFrame header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <div className="min-w-0">
          <h1 className="headline headline--2">{rosters.length === 0 ? "No rosters yet" : `${rosters.length} ${rosters.length === 1 ? "roster" : "rosters"}, ${people(staff.people)}`}</h1>
          <p className="mt-3 text-lead text-ink-2">{leadWords(staff)}</p>
        </div>
        {staff.canChange ? <LinkButton href="/staff/rosters/new">New roster</LinkButton> : null}
      </div>
    }>
      <div className="container-page grid gap-x-14 gap-y-12 pt-2 pb-16 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section aria-label="Rosters">
          {rosters.length === 0
            ? <p className="border-t border-line pt-6 text-ink-2">A roster is a list of staff that stands ready when campus sign-on fails: the circulation desk, say, or everyone. Lantern reads its people once a day and tells who has left, expired or could not be switched.</p>
            : <><RosterRows rosters={rosters} timeZone={institution.timeZone} now={now} /><WhoIsOnWhich find={find} found={staff.found} /></>}
        </section>
        <div className="grid content-start gap-10">
          <NamedUsersAside staff={staff} timeZone={institution.timeZone} now={now} />
          <EnrolmentAside enrolled={enrolled} staff={staff} />
        </div>
      </div>
    </DeskFrame>
  )
}

function EnrolmentAside({ enrolled, staff: { people: listed, covered } }: { enrolled: number; staff: StaffView }) {
  const owed = covered < enoughCovered(listed)
  return (
    <section aria-labelledby="enrolment">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="enrolment" className="text-h2 font-semibold tracking-tight">{enrolled} enrolled</h2>
        <Link href="/staff/enrolment" className="link-quiet text-small text-ink-2">{enrolled === 0 ? "Enrol them" : "Who they are"}</Link>
      </div>
      <p className="mt-3 text-ink-2">By a passkey or a printed card, staff pick up also when no liaison can be reached.</p>
      {listed > 0 ? <p className="mt-2 flex gap-2.5 text-row"><StateWindow name={owed ? "see_to" : "ready"} /><span>{sentence(coverWords(covered, listed))}{owed ? `: ${enoughCovered(listed)} would be enough to open` : ""}.</span></p> : null}
    </section>
  )
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function leadWords({ rosters, needLook }: StaffView): string {
  if (rosters.length === 0) return "Make one on a quiet day, and an outage begins with one tick."
  if (rosters.every((roster) => roster.refreshedAt === null)) return "Nobody of them was read in Alma yet."
  return needLook === 0 ? "Everybody who was read could be switched." : `${lookWords(needLook)} before an outage comes.`
}

function NamedUsersAside({ staff: { namedUsers: count, unlisted, canChange }, timeZone, now }: { staff: StaffView; timeZone: string; now: string }) {
  return (
    <section aria-labelledby="named-users">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="named-users" className="text-h2 font-semibold tracking-tight">{count ? namedUsers(count.counted) : "Named Users"}</h2>
        <Link href="/staff/named-users" className="link-quiet text-small text-ink-2">{count ? "Who they are" : "Count them"}</Link>
      </div>
      {count === null ? <p className="mt-3 text-ink-2">Not counted yet. A count reads every user of Alma, at a pace that disturbs nobody.</p> : (
        <dl className="mt-4 grid gap-2">
          <LeaderLine challenge="Counted" size="text-row">{moment(count.at, timeZone, now)}</LeaderLine>
          <LeaderLine challenge="Allowance" size="text-row" {...(count.allowanceState === "near" || count.allowanceState === "over" ? { mark: "warn" } : {})}>{count.allowance ?? "not set"}</LeaderLine>
          {unlisted ? <LeaderLine challenge="On no roster" size="text-row">{unlisted.length}</LeaderLine> : null}
        </dl>
      )}
      {canChange && unlisted && unlisted.length > 0 ? (
        <p className="mt-4 text-small"><Link href="/staff/rosters/new?of=unlisted" className="link-quiet text-ink-2">Make a roster of those on none</Link></p>
      ) : null}
    </section>
  )
}
