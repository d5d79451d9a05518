"use client"

import { Button } from "@heroui/react/button"
import type { ReactNode } from "react"
import { LeaderLine } from "@/components/leader/leader-line"

/** One part of the settings: what it is for, how it is, and the form in its place while somebody changes it. */
export function SettingPart({ id, title, about, facts, canChange, open, onOpen, more, children }: {
  id: string
  title: string
  about: ReactNode
  facts: [string, ReactNode][]
  canChange: boolean
  open: boolean
  onOpen: () => void
  /** Stands below the facts while nobody changes them. */
  more?: ReactNode
  /** The form. */
  children: ReactNode
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="setting-part">
      <div>
        <h2 id={`${id}-title`} className="text-h2 font-semibold tracking-tight">{title}</h2>
        <p className="mt-1 text-row text-ink-2">{about}</p>
      </div>
      <div className="min-w-0">
        {open ? children : (
          <>
            <dl className="grid max-w-2xl gap-1.5">
              {facts.map(([challenge, response]) => <LeaderLine key={challenge} challenge={challenge}><span className="wrap-anywhere">{response}</span></LeaderLine>)}
            </dl>
            {more ? <div className="mt-5">{more}</div> : null}
            {canChange ? <p className="mt-4"><Button variant="outline" onPress={onOpen}>Change<span className="sr-only">: {title}</span></Button></p> : null}
          </>
        )}
      </div>
    </section>
  )
}
