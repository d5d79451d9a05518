import Link from "next/link"
import type { ReactNode } from "react"
import { DeskFrame } from "@/components/shell/desk-frame"

export function MayNotConnect({ header }: { header: ReactNode }) {
  return (
    <DeskFrame header={header}>
      <div className="container-page pt-10 pb-12">
        <h1 className="headline headline--2">Not yours to connect</h1>
        <p className="mt-4 max-w-2xl text-lead text-ink-2">
          An institution is connected by an admin of the whole consortium or by the operator of this Lantern, and its settings are changed by its own admins. Ask one of them.
        </p>
        <p className="mt-6"><Link href="/settings" className="link-quiet">Settings</Link></p>
      </div>
    </DeskFrame>
  )
}
