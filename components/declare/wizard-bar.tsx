import type { ReactNode } from "react"

/** The bar at the foot of the wizard: what the button does, and the button. */
export function WizardBar({ title, detail, children }: { title?: string; detail?: string; children: ReactNode }) {
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 border-t border-control bg-surface pb-[env(safe-area-inset-bottom)]">
      <div className="container-page flex items-center gap-3 py-3 max-lg:px-3">
        <div className="mr-auto hidden text-small sm:block md:text-body">
          {title ? <p className="font-semibold">{title}</p> : null}
          {detail ? <p className="text-ink-2">{detail}</p> : null}
        </div>
        <div className="flex gap-2.5 max-sm:w-full max-sm:[&>*:last-child]:flex-1">{children}</div>
      </div>
    </div>
  )
}
