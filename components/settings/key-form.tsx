"use client"

import { useState } from "react"
import { RegionField } from "./region-field"
import { StepForm, type StepProps } from "./step-form"
import { TextLine } from "./text-line"

/** Name, region, key and pace of an institution that is entered. A key goes in, and never comes out. */
export function KeyForm({ settings, actions, frame }: StepProps) {
  const [name, setName] = useState(settings.name)
  const [apiUrl, setApiUrl] = useState(settings.apiUrl)
  const [apiKey, setApiKey] = useState("")
  const [almaCode, setAlmaCode] = useState(settings.almaCode ?? "")
  const [rate, setRate] = useState(String(settings.rate))

  function change() {
    const pace = Number(rate)
    if (rate.trim() === "" || !Number.isFinite(pace)) return "The rate is a whole number of requests a second. Nothing was changed."
    // The address goes along unchanged: that is what makes the key be tried.
    return { name, apiUrl, rate: pace, ...(apiKey.trim() !== "" && { apiKey }), ...(almaCode.trim() !== "" && !settings.practice && { almaCode }) }
  }

  return (
    <StepForm step={null} settings={settings} actions={actions} frame={frame} change={change}>
      <TextLine label="Name" value={name} onChange={setName} maxLength={200}>As staff know it. It stands on slips and notices.</TextLine>
      <RegionField apiUrl={apiUrl} onChange={setApiUrl} />
      <TextLine label="New API key" type="password" mono value={apiKey} onChange={setApiKey} maxLength={200}>
        Left empty, the key that is kept is tried once more. It is sealed when it is kept, and shown to nobody.
      </TextLine>
      {settings.practice ? null : (
        <TextLine label="Code in Alma" mono value={almaCode} onChange={setAlmaCode} maxLength={100}>A key that reaches another institution is refused. Such as 01CARLI_ABC.</TextLine>
      )}
      <TextLine label="Requests a second" value={rate} onChange={setRate} maxLength={3}>All integrations of an institution share one limit in Alma; 15 leaves room for the others.</TextLine>
    </StepForm>
  )
}
