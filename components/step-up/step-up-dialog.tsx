"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { type FormEvent, useRef, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { signWithPasskey } from "@/components/passkeys/use-passkey"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { CodeField } from "@/components/sign-in/code-field"
import { formText } from "@/components/sign-in/form-text"
import { askPasskeyAction } from "@/lib/actions/ask-passkey"
import { stepUpAction } from "@/lib/actions/step-up"
import type { StepUpQuestion } from "./step-up-gate"

type Way = "code" | "passkey" | "link"

/** Asks for what this person can give; who has nothing at hand may sign in by link instead. */
export function StepUpDialog({ by, whole, again, onDone }: StepUpQuestion & { onDone: (given: boolean) => void }) {
  const [way, setWay] = useState<Way>(by === "either" ? "passkey" : by)
  const asked = { whole, onDone, onWay: setWay }
  if (way === "passkey") return <AskForPasskey {...asked} hasCode={by === "either"} />
  return way === "code" ? <AskForCode {...asked} hasPasskey={by === "either"} /> : <AskForLink again={again} onDone={onDone} />
}

interface Asked {
  whole: boolean
  onDone: (given: boolean) => void
  onWay: (way: Way) => void
}

const OLD = "The last one was given more than 10 minutes ago, and this needs a newer one. Nothing was changed yet: it goes on as soon as"
const OLD_SIGN_IN = "You signed in more than 10 minutes ago, and this changes how you sign in. Nothing was changed yet: it goes on as soon as"

function PasswordField() {
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus would be lost with what was pressed
    <TextField name="password" type="password" autoFocus fullWidth>
      <Label>Password</Label>
      <Input aria-required autoComplete="current-password" />
    </TextField>
  )
}

/** What stands in the form: the password only where it was asked for. */
function passwordIn(form: HTMLFormElement | null, whole: boolean): { password?: string } {
  return whole && form ? { password: formText(new FormData(form), "password") } : {}
}

function AskForPasskey({ whole, hasCode, onDone, onWay }: Asked & { hasCode: boolean }) {
  const { pending, error, setError, run } = useRun()
  const [asking, setAsking] = useState(false)
  const busy = pending || asking
  const form = useRef<HTMLFormElement>(null)

  async function give(event?: FormEvent<HTMLFormElement>) {
    event?.preventDefault()
    const password = passwordIn(form.current, whole)
    const asked = await run(() => askPasskeyAction(), undefined)
    if (!asked) return
    setAsking(true)
    const signed = await signWithPasskey(asked.data)
    setAsking(false)
    if (!signed.ok) return setError(signed.error)
    if (await run(stepUpAction, { passkey: signed.answer, ...password })) onDone(true)
  }

  return (
    <DeskDialog
      title={whole ? "Your password and passkey once more" : "Your passkey once more"} busy={busy} onClose={() => onDone(false)}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={busy} onPress={() => onDone(false)}>Not now</Button>
        <BusyButton autoFocus={!whole} className="button--main" busy={busy} onPress={() => void give()}>{asking ? "Your device asks you…" : "Use a passkey"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">{whole ? OLD_SIGN_IN : OLD} your device has answered.</p>
      {whole ? <form ref={form} method="post" className="mt-5" onSubmit={(event) => void give(event)}><PasswordField /></form> : null}
      <ErrorNote error={error} />
      <p className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small text-ink-2">
        Not at hand?
        {hasCode ? <Button variant="ghost" className="button--plain" isDisabled={busy} onPress={() => onWay("code")}>Use a code of your app</Button> : null}
        <Button variant="ghost" className="button--plain" isDisabled={busy} onPress={() => onWay("link")}>Use a sign-in link</Button>
      </p>
    </DeskDialog>
  )
}

function AskForCode({ whole, hasPasskey, onDone, onWay }: Asked & { hasPasskey: boolean }) {
  const { pending, error, run } = useRun()

  async function give(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    if (pending) return
    if (await run(stepUpAction, { code: formText(new FormData(form), "code"), ...passwordIn(form, whole) })) return onDone(true)
    // The next try is another code: what was typed is marked, to be typed over.
    form.querySelector<HTMLInputElement>("input[name=code]")?.select()
  }

  return (
    <DeskDialog
      title={whole ? "Your password and code once more" : "Your code once more"} busy={pending} onClose={() => onDone(false)}
      actions={<>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={() => onDone(false)}>Not now</Button>
        <BusyButton type="submit" form="step-up" className="button--main" busy={pending}>{pending ? "Checking…" : "Go on"}</BusyButton>
      </>}
    >
      <p className="text-ink-2">{whole ? `${OLD_SIGN_IN} both are right.` : `${OLD} the code is right.`}</p>
      <form id="step-up" method="post" className="mt-5 grid gap-5" onSubmit={(event) => void give(event)}>
        {whole ? <PasswordField /> : null}
        <CodeField first={!whole} />
      </form>
      <ErrorNote error={error} />
      <p className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small text-ink-2">
        No phone at hand?
        {hasPasskey ? <Button variant="ghost" className="button--plain" isDisabled={pending} onPress={() => onWay("passkey")}>Use a passkey</Button> : null}
        <Button variant="ghost" className="button--plain" isDisabled={pending} onPress={() => onWay("link")}>Use a sign-in link</Button>
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
  <>Open the link in this browser, in another tab, and sign in there: with a printed recovery code, if your phone or key is not at hand.</>,
  <>Come back to this tab and go on.</>,
]
