"use client"

import { useRouter } from "next/navigation"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { BusyButton } from "@/components/action-result/busy-button"
import { seeAlertAction } from "@/lib/actions/see-alert"

/** Whoever presses it stands in the audit by name. */
export function SeenButton({ alertId }: { alertId: string }) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  async function seen() {
    if (await run(seeAlertAction, { alertId })) router.refresh()
  }
  return (
    <>
      <BusyButton variant="outline" size="sm" className="ms-1" busy={pending} onPress={() => void seen()}>I have seen to it</BusyButton>
      <ErrorNote error={error} />
    </>
  )
}
