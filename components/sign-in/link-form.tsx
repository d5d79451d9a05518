"use client"

import { Button } from "@heroui/react/button"
import { ErrorNote } from "@/components/action-result/error-note"
import { LINK_OVER } from "@/lib/domain/sentences"
import { useProvider } from "./use-provider"

/** A link alone changes nothing, so that a mail program that opens it first doesn't use it up: this button does. */
export function LinkForm({ token, onOther }: { token: string; onOther: () => void }) {
  const { pending, error, enter } = useProvider("link")
  // It can't be used any more: what can be done instead stands in the sentence.
  const over = error === LINK_OVER
  return (
    <>
      <h1 className="headline headline--2">{over ? "This link is used up" : "Sign in to Lantern"}</h1>
      {over ? <p role="alert" className="mt-4 text-lead text-ink-2">{error}</p> : (
        <>
          <p className="mt-4 text-lead text-ink-2">This link signs you in, once, and asks for your passkey or code if you have set one up. It is yours alone.</p>
          <Button className="button--main mt-8 w-full sm:w-auto" isPending={pending} onPress={() => void enter({ token })}>
            Sign in
          </Button>
          <ErrorNote error={error} />
        </>
      )}
      {error ? (
        <p className="mt-6">
          <button type="button" className="link-quiet" onClick={onOther}>Sign in with your password instead</button>
        </p>
      ) : null}
    </>
  )
}
