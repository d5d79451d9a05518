"use client"

import { Label } from "@heroui/react/label"
import { Description } from "@heroui/react/description"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { StateWindow } from "@/components/account-state/state-window"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { StepProps } from "./step-form"
import { Told } from "./told"

/** Where Alma shows what it would run, in its own words. Nothing is run on the way. */
const CLICKS = [
  <>In Alma, as a User Administrator or User Manager of the whole institution: <b>Admin</b>, then <b>Run a Job</b>.</>,
  <>Choose <b>Update/Notify Users</b>, then <b>Next</b>.</>,
  <>Choose any set of users; nothing will happen to them. <b>Next</b>.</>,
  <>Tick the change of the <b>account type</b>, to Internal, and nothing else. No notification, no letter. <b>Next</b>.</>,
  <>On the last step do not press Submit. Open <b>API Information</b> and copy all that it shows, from POST to the end; XML or JSON, both are right.</>,
  <>Paste it below. Then leave the job in Alma with <b>Cancel</b>.</>,
]

/** The clicks to Alma's API Information panel, where its text is pasted, and what that job would do. */
export function JobPanel({ settings, actions, frame }: StepProps) {
  // By itself it stands below the heading of its part; as a step, below that of the page.
  const Heading = frame.kind === "place" ? "h3" : "h2"
  const router = useRouter()
  const [text, setText] = useState("")
  const [sentences, setSentences] = useState<string[] | null>(null)
  const { pending, error, setError, run } = useRun()
  const known = sentences ?? settings.job?.words ?? null

  async function read() {
    if (text.trim() === "") return setError("There is nothing in the field yet. Paste what Alma's API Information panel shows.")
    const ran = await run(actions.setJobPayload, { institution: settings.id, text })
    if (!ran) return
    setSentences(ran.data.sentences)
    setText("")
    router.refresh()
  }

  return (
    <section aria-labelledby="panel" className="border-t border-line pt-5">
      <Heading id="panel" className="text-h3 font-semibold">Alma&apos;s API Information panel</Heading>
      {known ? (
        <div role="status" className="mt-3">
          {settings.job && !sentences ? <p className="text-small text-muted">Job {settings.job.id}, {settings.job.parameters} parameters</p> : null}
          <ul className="mt-1 grid gap-1.5">
            {known.map((sentence) => (
              <li key={sentence} className="flex gap-2.5"><span className="mt-0.5"><StateWindow name={/reads as if|is better off|only a proof|couldn't/.test(sentence) ? "see_to" : "ready"} /></span><span className="min-w-0">{sentence}</span></li>
            ))}
          </ul>
        </div>
      ) : null}
      <details open={known === null} className="mt-4">
        <summary className="w-fit cursor-pointer py-1"><span className="link-quiet">{known === null ? "Where to find it, step by step" : "Paste another one"}</span></summary>
        <ol className="rule-list mt-2">
          {CLICKS.map((step, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- they never change places
            <li key={at} className="flex gap-4 py-2.5 text-row [&_b]:font-semibold"><b aria-hidden="true" className="w-4 shrink-0">{at + 1}</b><span className="min-w-0">{step}</span></li>
          ))}
        </ol>
        <TextField value={text} onChange={setText} className="mt-5">
          <Label>What the panel shows</Label>
          <Description>All of it, with any text around. It is read before it is kept: a job that would do anything else is refused.</Description>
          <TextArea rows={8} spellCheck={false} autoComplete="off" className="font-mono text-small" />
        </TextField>
        <Told by={error}><ErrorNote error={error} /></Told>
        <div className="mt-3"><BusyButton variant="outline" busy={pending} onPress={() => void read()}>{pending ? "Reading…" : "Read it and keep it"}</BusyButton></div>
      </details>
    </section>
  )
}
