"use client"

import { Button } from "@heroui/react/button"
import { type FormEvent, useState } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { beginTotpAction } from "@/lib/actions/begin-totp"
import { confirmTotpAction } from "@/lib/actions/confirm-totp"
import { CodeField } from "./code-field"
import { formText } from "./form-text"

interface Enrolment {
  secret: string
  pending: string
  /** An SVG made by our server from the seed. */
  qr: string
}

/** `first` where it is the one thing to do next; `onBegun` once the code to scan is there. */
export function TotpSetUp({ stands, offered, first, onBegun, onDone }: { stands: boolean; offered: boolean; first: boolean; onBegun?: () => void; onDone: () => void }) {
  const { pending, error, run } = useRun()
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)

  async function begin() {
    const begun = await run(() => beginTotpAction(), undefined)
    if (!begun) return
    setEnrolment(begun.data)
    onBegun?.()
  }

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!enrolment) return
    const code = formText(new FormData(event.currentTarget), "code")
    if (!(await run(confirmTotpAction, { pending: enrolment.pending, code }))) return
    setEnrolment(null)
    onDone()
  }

  return (
    <>
      {enrolment ? (
        <form method="post" onSubmit={(event) => void confirm(event)} className="mt-4 grid gap-5">
          <SeedToScan enrolment={enrolment} />
          <CodeField />
          <div>
            <Button type="submit" isPending={pending}>Confirm the code</Button>
            <ErrorNote error={error} />
          </div>
        </form>
      ) : (
        <>
          <p className="mt-1 text-ink-2">Any app that makes six-digit codes will do. It works without a network.</p>
          <Button
            variant={first ? "primary" : "outline"} className="mt-4" isPending={pending}
            isDisabled={!offered} onPress={() => void begin()}
          >
            {stands ? "Use another app or phone" : "Show the code to scan"}
          </Button>
          <ErrorNote error={error} />
        </>
      )}
    </>
  )
}

function SeedToScan({ enrolment }: { enrolment: Enrolment }) {
  return (
    <div>
      <p>Scan this with your authenticator app:</p>
      {/* oxlint-disable-next-line next/no-img-element -- drawn by our server, nothing to load */}
      <img
        src={`data:image/svg+xml,${encodeURIComponent(enrolment.qr)}`} alt="QR code for your authenticator app"
        width={192} height={192} className="mt-3 bg-white"
      />
      <p className="mt-3 text-ink-2">No camera? Type this into the app, spaces don't matter:</p>
      <p className="mt-1"><span className="value inline-block">{enrolment.secret.replace(/(.{4})(?=.)/g, "$1 ")}</span></p>
    </div>
  )
}
