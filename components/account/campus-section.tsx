"use client"

import { Button } from "@heroui/react/button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { StepHeading } from "@/components/sign-in/step-heading"
import { useCampus } from "@/components/sign-in/use-campus"
import { moment } from "@/components/time/format-time"
import { beginCampusTieAction } from "@/lib/actions/begin-campus-tie"
import { untieCampusLoginAction } from "@/lib/actions/untie-campus-login"
import type { AccountView } from "@/lib/domain/people-views"
import type { Clock } from "./notices-section"

/** Campus sign-on in the place of the password, for quiet days. `said`: what became of the last try. */
export function CampusSection({ campus, said, clock, onDone }: {
  campus: NonNullable<AccountView["campus"]>
  said: string | null
  clock: Clock
  onDone: () => void
}) {
  const { pending, error, run } = useRun()
  const { pending: going, error: away, go } = useCampus()
  const { tiedAt, lastUsedAt } = campus

  async function tie() {
    if (await run(() => beginCampusTieAction(), undefined)) await go()
  }
  async function untie() {
    if (await run(() => untieCampusLoginAction(), undefined)) onDone()
  }

  return (
    <>
      <StepHeading title="Campus sign-on" state={tiedAt ? "Tied" : null} />
      <p className="mt-1 text-ink-2">
        {tiedAt
          ? `Since ${moment(tiedAt, clock.timeZone, clock.now)}, ${lastUsedAt ? `last used ${moment(lastUsedAt, clock.timeZone, clock.now)}` : "not used yet"}. It stands in for your password on quiet days; your passkey or code is still asked for.`
          : "It can stand in for your password on quiet days. Your password stays: campus sign-on is what fails in an outage, so it is never your only way in."}
      </p>
      {tiedAt
        ? <Button variant="outline" className="mt-4" isPending={pending} onPress={() => void untie()}>Untie it</Button>
        : <Button variant="outline" className="mt-4" isPending={pending || going} onPress={() => void tie()}>Tie your campus sign-on</Button>}
      <p role="status" className="mt-3 text-ink-2 empty:mt-0">{error || away ? null : said}</p>
      <ErrorNote error={error ?? away} />
    </>
  )
}
