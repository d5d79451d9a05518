import type { ReactNode } from "react"
import type { ShownState } from "./state-words"

export type IconName = ShownState | "ready" | "see_to" | "not_ready" | "goes" | "refused"

/** Icons are drawn here, 16 px square, because every state needs a shape of its own. */
export function StateIcon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6"
      strokeLinecap="round" strokeLinejoin="round" className={className}>
      {SHAPES[name]}
    </svg>
  )
}

const TICK = <path d="m3.6 8.4 3 3 5.8-6.4" />
const CROSS = <path d="m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6" strokeWidth="1.9" />
const BARRED = <><circle cx="8" cy="8" r="5.6" /><path d="M5.4 8h5.2" /></>
const EYE = <><path d="M1.4 8S3.8 3.6 8 3.6 14.6 8 14.6 8 12.2 12.4 8 12.4 1.4 8 1.4 8Z" /><circle cx="8" cy="8" r="1.9" /></>

const SHAPES: Record<IconName, ReactNode> = {
  waiting: <><circle cx="8" cy="8" r="6" /><path d="M8 4.6V8l2.3 1.4" /></>,
  switching: <path d="M13.4 8a5.4 5.4 0 1 1-1.6-3.83L13.4 5.7M13.4 2.3v3.4H10" />,
  internal: (
    <g fill="currentColor" stroke="none">
      <path d="M5.7 4.3a2.3 2.3 0 0 1 4.6 0h1.5v1.8H4.2V4.3h1.5Zm1.2 0h2.2a1.1 1.1 0 0 0-2.2 0ZM4 12.8h8v1.7H4z" />
      <path fillRule="evenodd" d="M4.9 6.9h6.2v5.2H4.9V6.9Zm3.1.9a1.15 1.15 0 0 0-.65 2.1l-.25 1.5h1.8l-.25-1.5A1.15 1.15 0 0 0 8 7.8Z" />
    </g>
  ),
  collected: <><circle cx="5" cy="11" r="2.9" /><path d="m7.1 8.9 6-6m-2.6 2.6 2 2" /></>,
  returning: <path d="M5.6 2.9 2.4 6.1l3.2 3.2M2.8 6.1h6.9a3.6 3.6 0 0 1 0 7.2H6.9" />,
  external_watching: EYE,
  proved: EYE,
  returned: TICK,
  left_alone: BARRED,
  accepted: BARRED,
  needs_person: (
    <g fill="currentColor" stroke="none">
      <circle cx="6" cy="5" r="2.9" />
      <path d="M.8 13.8c0-2.9 2.2-4.9 5.2-4.9s5.2 2 5.2 4.9z" />
      <path d="M12.5 2.2h2.1l-.45 5.4h-1.2z" /><circle cx="13.55" cy="9.5" r="1.1" />
    </g>
  ),
  needs_help: <><path d="M5.4 5.7a2.6 2.6 0 1 1 3.9 2.25c-.85.5-1.3 1-1.3 2" strokeWidth="1.9" /><path d="M8 12.9v.1" strokeWidth="2.3" /></>,
  ready: TICK,
  see_to: <><path d="M8 3.2v5.6" strokeWidth="2.2" /><path d="M8 12.5v.1" strokeWidth="2.4" /></>,
  not_ready: CROSS,
  refused: CROSS,
  goes: <path d="M3 8h9.6M8.8 4.2 12.6 8l-3.8 3.8" />,
}

/** Reads that saw External, as strokes: full ones for reads made, faint ones for reads to come. */
export function ReadTally({ reads, of }: { reads: number; of: number }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="tally" stroke="currentColor" strokeWidth="2.4">
      {Array.from({ length: of }, (_, i) => (
        <path key={i} d={`M${3 + i * 5} 2.5v11`} opacity={i < reads ? 1 : 0.3} />
      ))}
    </svg>
  )
}
