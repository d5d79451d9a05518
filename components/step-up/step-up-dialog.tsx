"use client"

import { Button } from "@heroui/react/button"
import { type FormEvent, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { CodeField } from "@/components/sign-in/code-field"
import { formText } from "@/components/sign-in/form-text"
import { stepUpAction } from "@/lib/actions/step-up"
import type { StepUpQuestion } from "./step-up-gate"

/** Asks for what this person can give; who has no phone at hand may sign in by link instead. */
export function StepUpDialog({ by, again, onDone }: StepUpQuestion & { onDone: (given: boolean) => void }) {
  const [byLink, setByLink] = useState(by === "link")
  return byLink ? <AskForLink again={again} onDone={onDone} /> : <AskForCode onDone={onDone} onLink={() => setByLink(true)} />
}

function AskForCode({ onDone, onLink }: { onDone: (given: boolean) => void; onLink: () => void }) {
  const { pending, error, run } = useRun()

  async function give(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    if (pending) return
    if (await run(stepUpAction, { code: formText(new FormData(form), "code") })) return onDone(true)
    // The next try is another code: what was typed is marked, to be typed over.
    form.querySelector("input")?.select()
  }

  return (
    <DeskDialog
      title="Your code once more" busy={pending} onClose={() => onDone(false)}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={() => onDone(false)}>Not now</Button>
        <BusyButton type="submit" form="step-up" className="button--main" busy={pending}>{pending ? "Checking…" : "Go on"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">The last one was given more than 10 minutes ago, and this needs a newer one. Nothing was changed yet: it goes on as soon as the code is right.</p>
      <form id="step-up" method="post" className="mt-5" onSubmit={(event) => void give(event)}>
        <CodeField first />
      </form>
      <ErrorNote error={error} />
      <p className="mt-4 text-small text-ink-2">
        No phone at hand? <Button variant="ghost" className="button--plain" isDisabled={pending} onPress={onLink}>Use a sign-in link</Button>
      </p>
    </DeskDialog>
  )
}

/** For whoever signs in by link: a new one counts, and the action goes on in this page. */
function AskForLink({ again, onDone }: { again: boolean; onDone: (given: boolean) => void }) {
  return (
    <DeskDialog
      title="Sign in once more" onClose={() => onDone(false)}
      actions={<>
        <Button variant="outline" className="button--main" onPress={() => onDone(false)}>Not now</Button>
        <Button className="button--main" onPress={() => onDone(true)}>I have signed in: go on</Button>
      </>}
    >
      <p className="text-ink-2">You signed in more than 10 minutes ago, and this needs a newer sign-in. Nothing was changed yet, and this page keeps what you filled in.</p>
      <ol className="rule-list mt-4">
        {STEPS.map((step, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- they never change places
          <li key={at} className="flex gap-4 py-2.5"><b className="font-semibold">{at + 1}</b><span className="min-w-0">{step}</span></li>
        ))}
      </ol>
      <ErrorNote error={again ? "This browser's sign-in is still more than 10 minutes old. Open the new link in this same browser, press “Sign in” there, and try again." : null} />
    </DeskDialog>
  )
}

const STEPS = [
  <>Ask your Lantern admin for a sign-in link or, on the server, run <span className="value">lantern person link</span> with your e-mail address.</>,
  <>Open the link in this browser, in another tab, and sign in there.</>,
  <>Come back to this tab and go on.</>,
]
