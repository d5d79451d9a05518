"use client"

import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { type FormEvent, startTransition } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { CampusButton } from "./campus-button"

/** `error` stands at the form until the next try. */
export function PasswordForm({ submit, pending, error, campus }: {
  submit: (form: FormData) => void
  pending: boolean
  error: string | null
  /** Null where this Lantern has no campus sign-on; else what became of the last try. */
  campus: { said: string | null } | null
}) {
  // By hand, so that React doesn't empty the fields after a refusal; `action` serves until this has loaded.
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    startTransition(() => submit(form))
  }
  return (
    <>
      <h1 className="headline headline--2">Sign in</h1>
      <p className="mt-4 text-lead text-ink-2">With your own Lantern password. The campus login isn't needed here.</p>
      <form action={submit} onSubmit={send} className="mt-8 grid gap-5">
        <TextField name="email" type="email" fullWidth>
          <Label>E-mail</Label>
          <Input aria-required autoComplete="username" inputMode="email" autoCapitalize="none" spellCheck={false} />
        </TextField>
        <TextField name="password" type="password" fullWidth>
          <Label>Password</Label>
          <Input aria-required autoComplete="current-password" />
        </TextField>
        <div>
          <Button type="submit" className="button--main w-full sm:w-auto" isPending={pending}>Continue</Button>
          <ErrorNote error={error} />
        </div>
      </form>
      {campus ? <CampusButton said={campus.said} /> : null}
      <section className="mt-10 border-t border-line pt-6">
        <h2 className="text-h3 font-semibold">No password yet, or something lost?</h2>
        <p className="mt-1 text-ink-2">The password: ask your Lantern admin, or whoever runs the server, for a sign-in link. The phone: your password and a printed recovery code will do. Everything: whoever runs the server lets you set up anew.</p>
      </section>
    </>
  )
}
