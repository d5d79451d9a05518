"use client"

import { useEffect, useId, useState } from "react"
import { StepForm, type StepProps } from "./step-form"

const NEAR = ["America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"]

/** Times on every page, slip and report are told on this clock. */
export function ZoneForm({ settings, actions, frame }: StepProps) {
  const id = useId()
  const [timeZone, setTimeZone] = useState(settings.timeZone)
  const [others, setOthers] = useState<string[]>([])
  // What a browser knows and what the server knows may differ by a zone or two: filled in once the page stands.
  useEffect(() => setOthers(Intl.supportedValuesOf("timeZone").filter((zone) => !NEAR.includes(zone))), [])
  return (
    <StepForm step="zone" settings={settings} actions={actions} frame={frame} change={() => ({ timeZone })}>
      <div className="grid max-w-sm gap-1">
        <label htmlFor={id} className="label">Time zone of the library</label>
        <p className="description">Every time that Lantern tells, on pages, slips and reports, is on this clock.</p>
        <select id={id} className="input px-3" value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
          {[...NEAR, ...others].includes(timeZone) ? null : <option value={timeZone}>{plain(timeZone)}</option>}
          <optgroup label="United States">{NEAR.map((zone) => <option key={zone} value={zone}>{plain(zone)}</option>)}</optgroup>
          <optgroup label="Elsewhere">{others.map((zone) => <option key={zone} value={zone}>{plain(zone)}</option>)}</optgroup>
        </select>
      </div>
    </StepForm>
  )
}

function plain(zone: string): string {
  return zone.replaceAll("_", " ")
}
