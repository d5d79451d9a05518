import type { ReactNode } from "react"

/** Night: somebody is Internal. Dawn: all External, not proved yet. Facts read from the data, never a theme. */
export type Tone = "day" | "night" | "dawn"

/** A page of the desk: the header and the head in one band, the rest below it. */
export function DeskFrame({ tone = "day", drill = false, header, head, children }: {
  tone?: Tone
  drill?: boolean
  header: ReactNode
  head?: ReactNode
  children: ReactNode
}) {
  return (
    <>
      <a href="#content" className="skip-link">Skip to the content</a>
      <div className={tone === "day" ? "" : `${tone} ${tone === "dawn" ? "border-b border-line" : ""}`} data-tone={tone}>
        {tone === "night" ? <div className={`lamp-line ${drill ? "lamp-line--drill" : ""}`} /> : null}
        {header}
        {head ? <div id="content" tabIndex={-1} className="outline-none">{head}</div> : null}
      </div>
      <main id={head ? undefined : "content"} tabIndex={-1} className="outline-none">{children}</main>
    </>
  )
}
