"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { WizardBar } from "@/components/declare/wizard-bar"
import { ALMA_REGIONS, regionUrl } from "@/lib/domain/alma-regions"
import { offeredFrom } from "@/lib/domain/connect-steps"
import type { ConnectedInstitution } from "@/lib/domain/settings-views"
import { RegionField } from "./region-field"
import type { ConnectAction } from "./settings-actions"
import { TestedLines } from "./tested-lines"
import { TextLine } from "./text-line"
import { Told } from "./told"

/** The first step: whose Alma, and the key to it. With an answer of that Alma the institution is entered. */
export function ConnectForm({ connect }: { connect: ConnectAction }) {
  const { pending, error, run } = useRun()
  const [result, setResult] = useState<ConnectedInstitution | null>(null)
  const [code, setCode] = useState("")
  const [name, setName] = useState("")
  const [apiUrl, setApiUrl] = useState(regionUrl(ALMA_REGIONS[0]!))
  const [apiKey, setApiKey] = useState("")
  const [typedAlma, setTypedAlma] = useState<string | null>(null)
  const [typedLogin, setTypedLogin] = useState<string | null>(null)
  const offered = offeredFrom(code)
  const almaCode = typedAlma ?? offered?.almaCode ?? ""
  const loginUrl = typedLogin ?? offered?.loginUrl ?? ""

  async function enter() {
    if (result) return goOn(result.code)
    const ran = await run(connect, { code, name, apiUrl, apiKey, almaCode, loginUrl })
    if (!ran) return
    setApiKey("")
    setResult(ran.data)
  }

  function goOn(entered: string) {
    // Loaded anew: from here on the pages of this window are of the institution that was entered.
    window.location.assign(`/settings/connect?institution=${encodeURIComponent(entered)}`)
  }

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (!pending) void enter() }}>
      {result ? null : (
        <div className="grid max-w-2xl grid-cols-1 gap-6">
          <div className="grid grid-cols-1 gap-6 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <TextLine label="Code" mono value={code} onChange={setCode} maxLength={8}>Such as ABC.</TextLine>
            <TextLine label="Name" value={name} onChange={setName} maxLength={200}>As staff know it.</TextLine>
          </div>
          <RegionField apiUrl={apiUrl} onChange={setApiUrl} />
          <TextLine label="API key" type="password" mono value={apiKey} onChange={setApiKey} maxLength={200}>
            From the Ex Libris Developer Network, with the areas Users and Configuration, production, read/write. It is sealed when it is kept, and shown to nobody.
          </TextLine>
          <TextLine label="Code in Alma" mono value={almaCode} onChange={setTypedAlma} maxLength={100}>
            A key that reaches another institution is refused. In I-Share it is 01CARLI_ and the letters; if you don&apos;t know it, leave it empty and read what the key says.
          </TextLine>
          <TextLine label="Login page for Internal users" type="url" mono value={loginUrl} onChange={setTypedLogin}>It is looked at in the next step.</TextLine>
        </div>
      )}
      <Told by={error ?? result}>
        <ErrorNote error={error} />
        {result ? <TestedLines tested={result.tested} warnings={result.warnings} kept={`${name} is entered. You go on there.`} /> : null}
      </Told>
      <WizardBar title={result ? "Next: login pages" : "The key is tried first."} detail={result ? "Each step can be left for later." : "Nothing in Alma is changed."}>
        {result
          ? <Button type="submit" className="button--main">Continue</Button>
          : <BusyButton type="submit" className="button--main" busy={pending}>{pending ? "Asking Alma…" : "Try it and enter it"}</BusyButton>}
      </WizardBar>
    </form>
  )
}
