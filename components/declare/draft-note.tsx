"use client"

import { Button } from "@heroui/react/button"
import { useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { DeskDialog } from "@/components/shell/desk-dialog"

/** Says that what is filled in is kept, and throws it away when asked to. */
export function DraftNote({ failed, onStartOver }: {
  failed: boolean
  /** Answers null when it was thrown away, else why not. */
  onStartOver: () => Promise<string | null>
}) {
  const [asking, setAsking] = useState(false)
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function startOver() {
    setPending(true)
    const why = await onStartOver()
    setPending(false)
    setError(why)
    if (!why) setAsking(false)
  }

  return (
    <div className="flex flex-wrap items-baseline gap-x-3 text-small text-ink-2">
      <p role="status">{failed ? "Not kept just now. Lantern tries again." : "Kept for you, on any device."}</p>
      <Button variant="ghost" className="button--plain" onPress={() => { setError(null); setAsking(true) }}>Start over</Button>
      {asking ? (
        <DeskDialog
          title="Start over?" onClose={() => setAsking(false)} busy={pending}
          actions={<>
            <Button variant="outline" className="button--main" onPress={() => setAsking(false)} isDisabled={pending}>Keep it</Button>
            <BusyButton className="button--main" busy={pending} onPress={() => void startOver()}>Throw it away</BusyButton>
          </>}
        >
          <p className="text-ink-2">The details, the list and the preview are thrown away. Nothing in Alma changes.</p>
          <ErrorNote error={error} />
        </DeskDialog>
      ) : null}
    </div>
  )
}
