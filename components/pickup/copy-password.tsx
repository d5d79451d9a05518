"use client"

import { useEffect, useState } from "react"
import { NOT_ALLOWED, useCopy } from "@/components/shell/use-copy"

/** Only where it can work: not without JavaScript, and not where the browser has no clipboard (plain http). */
export function CopyPassword({ password }: { password: string }) {
  const [offered, setOffered] = useState(false)
  const { done, copy } = useCopy(password)
  useEffect(() => { if (navigator.clipboard) setOffered(true) }, [])
  if (!offered) return null
  return (
    <>
      <button type="button" className="pickup__button pickup__button--second" onClick={copy}>
        <CopyIcon /> {done === "copied" ? "Copied" : "Copy password"}
      </button>
      <span role="status" className="pickup__status">{done === "failed" ? NOT_ALLOWED : ""}</span>
    </>
  )
}

function CopyIcon() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="pickup__icon" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round">
      <path d="M6 6h7.5v7.5H6zM10 3.5v-1H2.5V10h1" />
    </svg>
  )
}
