"use client"

import type { ReactNode } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { chooseInstitutionAction } from "@/lib/actions/choose-institution"
import { DeskFrame } from "./desk-frame"

/**
 * A link led to something of another institution of the person's own: a page never shows what is of another than its
 * header says.
 */
export function ElsewherePage({ title, institution, here, header }: {
  /** Whose it is: "This outage is of Abbey College" */
  title: string
  institution: { id: string; name: string }
  /** Where they are now, by name. */
  here: string
  header: ReactNode
}) {
  const { pending, error, run } = useRun()
  async function go() {
    if (await run(chooseInstitutionAction, { institution: institution.id })) window.location.reload()
  }
  return (
    <DeskFrame header={header}>
      <div className="container-page pt-10 pb-12">
        <h1 className="headline headline--2 max-w-4xl">{title}</h1>
        <p className="mt-4 max-w-2xl text-lead text-ink-2">You are at {here} now. Every page shows one institution, so that nothing is done at the wrong one.</p>
        <div className="mt-6"><BusyButton className="button--main" busy={pending} onPress={() => void go()}>{pending ? "Going there…" : `Go to ${institution.name}`}</BusyButton></div>
        <ErrorNote error={error} />
      </div>
    </DeskFrame>
  )
}
