"use client"

import { Checkbox } from "@heroui/react/checkbox"
import { Description } from "@heroui/react/description"
import { FieldError } from "@heroui/react/field-error"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { ProofActions } from "./proof-page"

/** Whose account, and who agreed. The last of it is what may be lost. */
export function ProofForm({ route, canaryId, again, prove }: {
  route: "job" | "direct"
  canaryId: string | null
  again: boolean
  prove: ProofActions["prove"]
}) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  const [primaryId, setPrimaryId] = useState(canaryId ?? "")
  const [consent, setConsent] = useState("")
  const [knowsOfPin, setKnowsOfPin] = useState(false)
  const [tried, setTried] = useState(false)
  const problems = {
    primaryId: primaryId.trim() === "" ? "Say whose account it is." : null,
    consent: consent.trim().length < 10 ? "Write down who agreed and when, in ten letters or more." : null,
    pin: knowsOfPin ? null : "Ask them first.",
  }

  async function begin() {
    setTried(true)
    if (problems.primaryId ?? problems.consent ?? problems.pin) return
    const done = await run(prove, { primaryId: primaryId.trim(), consent: consent.trim() })
    if (!done) return
    window.scrollTo({ top: 0 })
    router.refresh()
  }

  return (
    <section aria-labelledby="begin">
      <h2 id="begin" className="text-h2 font-semibold tracking-tight">{again ? "Prove it again" : "Prove it on one account"}</h2>
      <p className="mt-1 max-w-2xl text-ink-2">One account whose owner agreed goes the whole way by the route {route}: Internal, a temporary password that nobody sees, Alma's log-in check, External again. Nobody else is touched. It goes on by itself if you close this page.</p>
      <form noValidate className="mt-5 grid max-w-xl gap-6" onSubmit={(event) => { event.preventDefault(); void begin() }}>
        <TextField value={primaryId} onChange={setPrimaryId} isRequired isInvalid={tried && problems.primaryId !== null} validationBehavior="aria">
          <Label>Primary ID of the canary</Label>
          <Description>External, active, and not at work in Alma now. No system account, and not the back-up admin.</Description>
          <Input autoComplete="off" autoCapitalize="none" spellCheck="false" maxLength={255} className="font-mono" />
          <FieldError>{problems.primaryId}</FieldError>
        </TextField>
        <TextField value={consent} onChange={setConsent} isRequired isInvalid={tried && problems.consent !== null} validationBehavior="aria">
          <Label>Who agreed, and when</Label>
          <Description>Stands in the history, such as: Mina Castellanos agreed by phone this morning</Description>
          <TextArea rows={2} maxLength={500} />
          <FieldError>{problems.consent}</FieldError>
        </TextField>
        <Checkbox isSelected={knowsOfPin} onChange={setKnowsOfPin} isInvalid={tried && problems.pin !== null}>
          <Checkbox.Content>
            <Checkbox.Control><Checkbox.Indicator /></Checkbox.Control>
            <Label>They know that their PIN may be gone afterwards</Label>
          </Checkbox.Content>
          <Description>A change through Alma's API may wipe the PIN of a self-check machine, and no read shows it. Afterwards you are asked whether it still works.</Description>
        </Checkbox>
        <div aria-live="polite">{tried && problems.pin ? <p className="text-row text-ink">{problems.pin} Nothing was changed.</p> : null}</div>
        <div><BusyButton type="submit" className="button--main" busy={pending}>{pending ? "Reading the account…" : "Begin the proof"}</BusyButton></div>
        <ErrorNote error={error} />
      </form>
    </section>
  )
}
