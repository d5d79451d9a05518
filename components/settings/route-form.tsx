"use client"

import Link from "next/link"
import { useState } from "react"
import { ChooseOne } from "@/components/select/choose-one"
import { ROUTE_NAMES } from "@/lib/domain/settings-views"
import { ROUTES, type Route } from "@/lib/domain/states"
import { JobPanel } from "./job-panel"
import { StepForm, type StepProps } from "./step-form"

const ABOUT: Record<Route, string> = {
  job: "Alma's job Update/Notify Users makes the accounts Internal, all at once. Ex Libris documents it, and it is what to take unless something speaks against it.",
  direct: "Lantern writes each account. Ex Libris says that Alma doesn't allow this; where a proof on one account shows that yours does, it is quicker.",
  manual: "A person switches each account in Alma's own screen, guided row by row. It needs no right to run jobs.",
}

/** How accounts become Internal; with the job, what Alma shows of it is pasted here once. */
export function RouteForm({ settings, actions, frame }: StepProps) {
  const [route, setRoute] = useState<Route>(settings.route)
  return (
    <StepForm step="route" settings={settings} actions={actions} frame={frame} change={() => ({ route })} verb="Keep it">
      <div>
        <ChooseOne
          label="Accounts are switched" value={route} options={ROUTES.map((each) => ({ id: each, name: ROUTE_NAMES[each] }))}
          onChange={(id) => setRoute(ROUTES.find((each) => each === id) ?? "job")} className="max-w-sm"
        />
        <p className="mt-2 text-ink-2">{ABOUT[route]}</p>
      </div>
      {route === "job" ? <JobPanel settings={settings} actions={actions} frame={frame} /> : null}
      {route === "manual" ? null : (
        <p className="text-ink-2">
          Whether it really works, only an account shows: <Link href="/readiness/proof" className="link-quiet text-ink">prove it on one account</Link> whose owner agrees. It is switched and returned within minutes.
        </p>
      )}
    </StepForm>
  )
}
