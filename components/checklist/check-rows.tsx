import type { IconName } from "@/components/account-state/state-icon"
import { StateWindow } from "@/components/account-state/state-window"
import { clockWithSeconds } from "@/components/time/format-time"

export interface CheckRow {
  id: string
  title: string
  /** A shape and its word; the word stands beside the shape. */
  icon: IconName
  word: string
  at: string | null
  text: string | null
  more?: string[]
  /** Nothing came of it: drawn back. */
  quiet?: boolean
}

/** Steps on the way, as on a checklist: number, what, when, and how it stands. */
export function CheckRows({ rows, label, timeZone }: { rows: CheckRow[]; label: string; timeZone: string }) {
  return (
    <ol aria-label={label} className="rule-list">
      {rows.map((row, index) => (
        <li key={row.id} className="grid grid-cols-[1.75rem_minmax(0,1fr)] py-2.5 text-row">
          <span aria-hidden="true" className="font-semibold text-muted">{index + 1}</span>
          <div className="min-w-0">
            <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
              <span className={row.quiet ? "text-muted" : "font-medium"}>{row.title}</span>
              <span className="leader__dots max-sm:hidden" aria-hidden="true" />
              {row.at ? <time dateTime={row.at} className="text-small text-ink-2 max-sm:order-last max-sm:basis-full">{clockWithSeconds(row.at, timeZone)}</time> : null}
              <span className="inline-flex min-w-30 items-center gap-2.5 self-center font-medium max-sm:ms-auto max-sm:min-w-0"><StateWindow name={row.icon} />{row.word}</span>
            </div>
            {row.text ? <p className="max-w-2xl text-ink-2 wrap-anywhere">{row.text}</p> : null}
            {row.more && row.more.length > 0 ? <ul className="mt-1 list-disc ps-5 text-ink-2">{row.more.map((one) => <li key={one} className="wrap-anywhere">{one}</li>)}</ul> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
