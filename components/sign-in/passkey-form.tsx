"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { runAction } from "@/components/action-result/run-action"
import { signWithPasskey } from "@/components/passkeys/use-passkey"
import { askSignInPasskeyAction } from "@/lib/actions/ask-sign-in-passkey"
import { useProvider } from "./use-provider"

/** The second factor by passkey: the device asks for a finger, a face or its PIN. */
export function PasskeyForm() {
  const { pending, error: refused, enter } = useProvider("passkey")
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)

  async function sign() {
    setFailed(null)
    setAsking(true)
    const asked = await runAction(() => askSignInPasskeyAction(), undefined)
    const signed = asked.ok ? await signWithPasskey(asked.data) : asked
    setAsking(false)
    if (!signed.ok) return setFailed(signed.error)
    await enter({ passkey: JSON.stringify(signed.answer) })
  }

  return (
    <>
      <h1 className="headline headline--2">And your passkey</h1>
      <p className="mt-4 text-lead text-ink-2">Your device asks for your finger, your face or its PIN. It works without the campus login and without mail.</p>
      <div className="mt-8">
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the focus would be lost with the form before */}
        <Button autoFocus className="button--main w-full sm:w-auto" isPending={pending || asking} onPress={() => void sign()}>Use a passkey</Button>
        <ErrorNote error={failed ?? refused} />
      </div>
    </>
  )
}
