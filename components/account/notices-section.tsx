"use client"

import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { moment } from "@/components/time/format-time"
import { seeNoticesAction } from "@/lib/actions/see-notices"
import type { NoticeView } from "@/lib/domain/people-views"

export interface Clock {
  timeZone: string
  now: string
}

const REFUSED = "sign_in_refused"
const SHOWN = 8

/** What happened to the account since the person last looked. Refused tries stand together: there may be many. */
export function NoticesSection({ notices, clock, onDone }: { notices: NoticeView[]; clock: Clock; onDone: () => void }) {
  const { pending, error, run } = useRun()
  const refused = notices.filter((notice) => notice.kind === REFUSED)
  const others = notices.filter((notice) => notice.kind !== REFUSED)
  const [latest] = refused

  async function see() {
    if (await run(() => seeNoticesAction(), undefined)) onDone()
  }

  return (
    <section aria-labelledby="notices">
      <h2 id="notices" className="text-h2 font-semibold tracking-tight">{notices.length === 0 ? "Nothing new" : "To know"}</h2>
      {notices.length === 0 ? <p className="mt-2 text-ink-2">Refused tries, used recovery codes and changes to your sign-in are told here.</p> : (
        <>
          <ul className="rule-list mt-3">
            {latest ? (
              <li className="py-2.5 text-row">
                <p className="font-medium">{refused.length} refused {refused.length === 1 ? "try" : "tries"} to sign in as you</p>
                <p className="text-ink-2 wrap-anywhere">The last one {moment(latest.at, clock.timeZone, clock.now)}: {latest.message} If that wasn&apos;t you, choose another password. Further tries wait longer and longer.</p>
              </li>
            ) : null}
            {others.slice(0, SHOWN).map((notice) => (
              <li key={notice.id} className="py-2.5 text-row">
                <p className="wrap-anywhere">{notice.message}</p>
                <p className="text-small text-muted">{moment(notice.at, clock.timeZone, clock.now)}</p>
              </li>
            ))}
          </ul>
          <BusyButton variant="outline" size="sm" className="mt-3" busy={pending} onPress={() => void see()}>I have read this</BusyButton>
        </>
      )}
      <ErrorNote error={error} />
    </section>
  )
}
