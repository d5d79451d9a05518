import type { ReactNode } from "react"

/** Night: somebody is Internal. Dawn: all External, not proved yet. Facts read from the data, never a theme. */
export type Tone = "day" | "night" | "dawn"

/** A page of the desk: the header and the head in one colour, the rest below. */
export function DeskFrame({ tone = "day", drill = false, header, head, children }: {
  tone?: Tone
  drill?: boolean
  header: ReactNode
  head?: ReactNode
  children: ReactNode
}) {
  const band = tone === "day" ? "" : tone
  return (
    <>
      <a href="#content" className="skip-link">Skip to the content</a>
      <div className={band} data-tone={tone}>
        {tone === "night" ? <div className={`no-print lamp-line ${drill ? "lamp-line--drill" : ""}`} /> : null}
        {header}
      </div>
      <main id="content" tabIndex={-1} className="outline-none">
        {head ? <div className={`${band} ${tone === "dawn" ? "border-b border-line" : ""}`}>{head}</div> : null}
        {children}
      </main>
    </>
  )
}
