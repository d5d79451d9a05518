"use client"

import { Button } from "@heroui/react/button"
import type { FormEvent } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { CodeField } from "./code-field"
import { formText } from "./form-text"
import { useProvider } from "./use-provider"

export function CodeForm() {
  const { pending, error, enter } = useProvider("code")
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    void enter({ code: formText(new FormData(event.currentTarget), "code") })
  }
  return (
    <>
      <h1 className="headline headline--2">And the code</h1>
      <p className="mt-4 text-lead text-ink-2">Open the authenticator app on your phone and type the six digits for Lantern.</p>
      <form method="post" onSubmit={submit} className="mt-8 grid gap-5">
        <CodeField first />
        <div>
          <Button type="submit" className="button--main w-full sm:w-auto" isPending={pending}>Sign in</Button>
          <ErrorNote error={error} />
        </div>
      </form>
    </>
  )
}
