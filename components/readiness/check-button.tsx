"use client"

import { RefreshCw } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTransition } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { checkReadinessAction } from "@/lib/actions/check-readiness"
import type { CheckId } from "@/lib/domain/checks"

/** Looks again now, at everything or at one thing, and shows what was found. */
export function CheckButton({ only, label = "Check again now", plain = false }: { only?: CheckId[]; label?: string; plain?: boolean }) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  const [drawing, startDrawing] = useTransition()
  const busy = pending || drawing

  async function look() {
    if (await run(checkReadinessAction, only ? { only } : {})) startDrawing(() => router.refresh())
  }

  return (
    <div>
      <BusyButton variant={plain ? "outline" : "primary"} className={plain ? "" : "button--main max-lg:w-full"} busy={busy} onPress={() => void look()}>
        <RefreshCw aria-hidden="true" /> {busy ? "Looking…" : label}
      </BusyButton>
      <p role="status" className="mt-2 text-small text-ink-2 empty:hidden">{busy && !only ? "Asking Alma, the login page, the mail server and the clocks. This may take half a minute." : ""}</p>
      <ErrorNote error={error} />
    </div>
  )
}
