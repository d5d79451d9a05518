import type { ReactNode } from "react"
import { StateIcon } from "@/components/account-state/state-icon"

/** Full width, under the head: what waits for a person, and what to press. */
export function AlarmStrip({ label = "Needs a person", children, actions }: { label?: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section aria-label={label} className="border-b-2 border-alarm bg-alarm-soft">
      <div className="container-page flex flex-wrap items-center gap-x-4 gap-y-3 py-4">
        <StateIcon name="needs_person" className="size-6 shrink-0 self-start text-alarm-ink md:self-center" />
        <div className="min-w-0 flex-1 basis-60">{children}</div>
        {actions ? <div className="flex flex-wrap gap-2 max-md:ps-10">{actions}</div> : null}
      </div>
    </section>
  )
}
