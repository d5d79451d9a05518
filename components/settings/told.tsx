"use client"

import { type ReactNode, useEffect, useRef } from "react"

/** What an action answered, brought into sight when it comes: on a small screen a bar or the fields may cover it. */
export function Told({ by, children }: { by: unknown; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (by) place.current?.scrollIntoView({ block: "nearest" })
  }, [by])
  return <div ref={place} className="max-w-2xl scroll-my-28">{children}</div>
}
