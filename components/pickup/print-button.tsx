"use client"

import { useEffect, useState } from "react"

/** Only where it can work: without JavaScript the browser's own menu prints. */
export function PrintButton({ children, first = false }: { children: string; first?: boolean }) {
  const [offered, setOffered] = useState(false)
  useEffect(() => setOffered(true), [])
  if (!offered) return null
  return <button type="button" className={`pickup__button no-print ${first ? "" : "pickup__button--second"}`} onClick={() => window.print()}>{children}</button>
}
