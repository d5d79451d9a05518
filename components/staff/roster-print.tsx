import Link from "next/link"
import type { ReactNode } from "react"
import { PrintButton } from "@/components/shell/print-button"
import { DeskFrame } from "@/components/shell/desk-frame"
import { longDay } from "@/components/time/format-time"
import type { RosterDetailView } from "@/lib/domain/roster-views"
import { ROSTER_WORDS } from "@/lib/domain/verdict-words"
import { freshWords, sourceLine } from "./staff-words"

/** For these columns a phone is too narrow, and paper never. */
const PAPER = "max-sm:hidden print:table-cell"

/** A roster on paper, everybody on it. */
export function RosterPrint({ roster, now, header }: { roster: RosterDetailView; now: string; header: ReactNode }) {
  return (
    <DeskFrame header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-8 pb-6">
        <div className="min-w-0">
          <p className="no-print text-lead text-ink-2"><Link href={`/staff/rosters/${roster.id}`} className="link-quiet">Back to the roster</Link></p>
          <h1 className="headline headline--2 mt-3 wrap-anywhere">{roster.name}</h1>
          <p className="mt-3 text-row text-ink-2">{roster.people.length} on {longDay(now, roster.timeZone)}. {sourceLine(roster.source)}, {freshWords(roster, roster.timeZone, now)}.</p>
        </div>
        <PrintButton />
      </div>
    }>
      <div className="container-page pb-16">
        <table className="paper-table">
          <thead><tr><th scope="col">Name</th><th scope="col">Primary ID</th><th scope="col" className={PAPER}>Department</th><th scope="col">State</th><th scope="col" className={PAPER}>Also on</th></tr></thead>
          <tbody>
            {roster.people.map((person) => (
              <tr key={person.primaryId}>
                <th scope="row">{person.name ?? "Name not known"}</th>
                <td className="font-mono">{person.primaryId}</td>
                <td className={PAPER}>{person.department ?? ""}</td>
                <td>{ROSTER_WORDS[person.verdict]}</td>
                <td className={PAPER}>{person.alsoOn.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </DeskFrame>
  )
}
