"use client"

import { Button } from "@heroui/react/button"
import { ErrorNote } from "@/components/action-result/error-note"
import type { Verdict } from "@/lib/domain/states"
import { countVerdicts } from "./declare-draft"
import { Verdicts } from "./preview-step"
import type { Reading } from "./use-reading"
import { WizardBar } from "./wizard-bar"

/** The accounts as they are being read: rows and totals only grow, at their ends, so that nothing jumps. */
export function ReadingStep({ reading, onStop, onGoOn, onBack }: {
  reading: Reading
  onStop: () => void
  onGoOn: () => void
  onBack: () => void
}) {
  const { listed, accounts, going, error } = reading
  const read = accounts.length
  const total = listed.length
  return (
    <>
      <h1 className="headline headline--2">{read} of {total} read</h1>
      <Verdicts
        accounts={accounts} counts={countVerdicts(accounts)} total={total} order={asTheyCame(reading)} sorted={false}
        lead={going ? "Looking at each account in Alma. Nothing is changed." : "Stopped. Nothing was changed."}
        aside={<ErrorNote error={error} />}
        progress={<progress className="reading-bar" aria-label="Accounts read" value={read} max={total} />}
      />
      <WizardBar title={going ? "Reading goes on as long as this page is open." : `${total - read} are not read yet.`} detail="This only reads. Nothing is changed.">
        {going
          ? <Button variant="outline" className="button--main" onPress={onStop}>Stop reading</Button>
          : <>
            <Button variant="outline" className="button--main" onPress={onBack}>Back</Button>
            <Button className="button--main" onPress={onGoOn}>Read the other {total - read}</Button>
          </>}
      </WizardBar>
    </>
  )
}

function asTheyCame({ accounts }: Reading): Verdict[] {
  return [...new Set(accounts.map((account) => account.verdict))]
}
