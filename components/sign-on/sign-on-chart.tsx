import type { ReactElement } from "react"
import { clock } from "@/components/time/format-time"
import { CHART_HOURS, type SignOnLook, type SignOnWindow } from "@/lib/domain/sign-on"

const PITCH = 10
const WIDE = 8
const TALL = 26

/** The last day as windows in time. Up, doubtful and down differ in height and shape, not in colour alone. */
export function SignOnChart({ windows, timeZone }: { windows: SignOnWindow[]; timeZone: string }) {
  const first = windows[0]
  const last = windows.at(-1)
  if (!first || !last) return null
  return (
    <div className="sign-on-chart">
      <svg viewBox={`0 0 ${windows.length * PITCH - 2} ${TALL}`} role="img" aria-label={inWords(windows)}>
        {windows.map((window, at) => <g key={window.from} transform={`translate(${at * PITCH} 0)`}>{shapeOf(window.look)}</g>)}
      </svg>
      <div className="mt-1 flex justify-between text-caption text-muted" aria-hidden="true">
        <span>{clock(first.from, timeZone)} yesterday</span>
        <span>{clock(last.to, timeZone)}</span>
      </div>
    </div>
  )
}

function shapeOf(look: SignOnLook | null): ReactElement {
  switch (look) {
    case "up":
      return <rect x="0.5" y="14.5" width={WIDE - 1} height="11" rx="1.5" className="sign-on-up" />
    case "doubtful":
      return <><rect x="0.5" y="7.5" width={WIDE - 1} height="18" rx="1.5" className="sign-on-doubtful" /><path d="M4 11v6m0 3v.1" className="sign-on-doubtful-mark" /></>
    case "down":
      return <><rect width={WIDE} height={TALL} rx="1.5" className="sign-on-down" /><path d="m2.2 10.6 3.6 3.6m0-3.6-3.6 3.6" className="sign-on-down-mark" /></>
    case null:
      return <rect x="0.5" y="20.5" width={WIDE - 1} height="5" rx="1.5" className="sign-on-unseen" />
  }
}

function inWords(windows: SignOnWindow[]): string {
  const count = (look: SignOnLook | null) => windows.filter((window) => window.look === look).length
  const parts = [`up in ${count("up")}`, `down in ${count("down")}`, `doubtful in ${count("doubtful")}`, `not looked at in ${count(null)}`]
  return `The last ${CHART_HOURS} hours in ${windows.length} half hours: ${parts.join(", ")}. The table below tells the times.`
}
