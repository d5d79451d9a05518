import { StateWindow } from "@/components/account-state/state-window"
import { LinkButton } from "@/components/shell/link-button"
import { between, length, moment } from "@/components/time/format-time"
import { checkTitle } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import { checkLink } from "./check-links"
import { CHECK_ICON, CHECK_WORD } from "./check-marks"
import styles from "./readiness.module.css"

/** What was found just now needn't be told since when. */
const AN_HOUR_MS = 3_600_000

/** One line of the checklist; what isn't ready unfolds its one fix and the way to it. */
export function CheckRow({ check, number, checkedAt, timeZone, now }: {
  check: CheckView
  number: number
  /** When most of the others were looked at: said here only where it differs. */
  checkedAt: string | null
  timeZone: string
  now: string
}) {
  const owed = check.status !== "ok"
  const link = checkLink(check)
  return (
    <li className={styles.row} data-owed={owed || undefined} id={`check-${check.id.replace(".", "-")}`}>
      <span className={styles.number} aria-hidden="true">{number}</span>
      <div className={styles.line}>
        <h2 className={styles.title}>{checkTitle(check.id)}</h2>
        <span className={styles.dots} aria-hidden="true" />
        <p className={styles.message}>{check.message}</p>
      </div>
      <p className={styles.state}><StateWindow name={CHECK_ICON[check.status]} /> <span>{CHECK_WORD[check.status]}</span></p>
      {owed || isApart(check, checkedAt) ? (
        <div className={styles.fix}>
          <div className="min-w-0">
            {owed && check.fix ? <p className="wrap-anywhere">{check.fix}</p> : null}
            <CheckTimes check={check} checkedAt={checkedAt} timeZone={timeZone} now={now} />
          </div>
          {owed && link ? <LinkButton href={link.href} variant="outline" className={styles.go}>{link.name}</LinkButton> : null}
        </div>
      ) : null}
    </li>
  )
}

/** Looked at by itself, not with the others. */
function isApart({ lookedAt }: CheckView, checkedAt: string | null): boolean {
  return lookedAt !== undefined && lookedAt !== checkedAt
}

function CheckTimes({ check, checkedAt, timeZone, now }: { check: CheckView; checkedAt: string | null; timeZone: string; now: string }) {
  const words = [
    check.status !== "ok" && check.since && between(check.since, now) > AN_HOUR_MS ? `so for ${length(between(check.since, now))}` : null,
    check.lookedAt && isApart(check, checkedAt) ? `looked at ${moment(check.lookedAt, timeZone, now)}` : null,
  ].filter((word) => word !== null)
  return words.length === 0 ? null : <p className="text-small text-muted first-letter:uppercase">{words.join(", ")}</p>
}
