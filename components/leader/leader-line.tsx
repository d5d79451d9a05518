import type { ReactNode } from "react"

export type LeaderMark = "ok" | "warn" | "fail"

const MARK_CLASS: Record<LeaderMark, string> = { ok: "text-done-ink", warn: "text-lamp-edge", fail: "text-alarm-ink" }
const MARK_WORD: Record<LeaderMark, string> = { ok: "good", warn: "see to it", fail: "not good" }

/** Challenge ..... response, as on a checklist. Stands in a `<dl>`. */
export function LeaderLine({ challenge, mark, children, size = "text-h3" }: {
  challenge: string
  mark?: LeaderMark
  children: ReactNode
  size?: string
}) {
  return (
    <div className={`leader ${size}`}>
      <dt className="text-ink-2">{challenge}</dt>
      <span className="leader__dots" aria-hidden="true" />
      <dd className="text-end font-medium">
        {mark ? <><MarkIcon mark={mark} /><span className="sr-only">{MARK_WORD[mark]}:</span></> : null}
        {children}
      </dd>
    </div>
  )
}

/** The three marks differ in shape: a disc, a triangle, an octagon. */
export function MarkIcon({ mark }: { mark: LeaderMark }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={`me-2.5 inline size-4 shrink-0 align-[-0.125em] ${MARK_CLASS[mark]}`} fill="currentColor">
      {mark === "ok" ? (
        <path fillRule="evenodd" d="M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8Zm3.9 5.6L7.2 11.1 4.3 8.2l1.2-1.2 1.7 1.7 3.5-3.5z" />
      ) : null}
      {mark === "warn" ? (
        <path fillRule="evenodd" d="M9.1 1.7a1.3 1.3 0 0 0-2.2 0L.7 12.8a1.3 1.3 0 0 0 1.1 1.9h12.4a1.3 1.3 0 0 0 1.1-1.9zM7.2 5.2h1.6v4.6H7.2zm0 5.9h1.6v1.6H7.2z" />
      ) : null}
      {mark === "fail" ? (
        <path fillRule="evenodd" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5zm.3 5.6L6.9 8l-1.6 1.6 1.1 1.1L8 9.1l1.6 1.6 1.1-1.1L9.1 8l1.6-1.6-1.1-1.1L8 6.9 6.4 5.3z" />
      ) : null}
    </svg>
  )
}
