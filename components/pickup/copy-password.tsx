"use client"

import { useEffect, useState } from "react"

/** Only where it can work: not without JavaScript, and not where the browser has no clipboard (plain http). */
export function CopyPassword({ password }: { password: string }) {
  const [state, setState] = useState<"none" | "ready" | "copied" | "failed">("none")
  useEffect(() => { if (navigator.clipboard) setState("ready") }, [])
  if (state === "none") return null

  async function copy() {
    try {
      await navigator.clipboard.writeText(password)
      setState("copied")
    } catch {
      setState("failed")
    }
  }

  return (
    <>
      <button type="button" className="pickup__button pickup__button--second" onClick={() => void copy()}>
        <CopyIcon /> {state === "copied" ? "Copied" : "Copy password"}
      </button>
      <span role="status" className="pickup__status">{state === "failed" ? "The browser did not allow it. Mark the characters and copy them." : ""}</span>
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
