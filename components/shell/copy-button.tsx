"use client"

import { Button } from "@heroui/react/button"
import { Check, Copy } from "lucide-react"
import { useState } from "react"

/** Copies a text that stands beside it; says so in its own words, and says when it couldn't. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [done, setDone] = useState<"copied" | "failed" | null>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setDone("copied")
    } catch {
      setDone("failed")
    }
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-3">
      <Button variant="outline" size="sm" onPress={() => void copy()}>
        {done === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {done === "copied" ? "Copied" : label}
      </Button>
      <span role="status" className="text-small text-ink-2">
        {done === "failed" ? "The browser did not allow it. Mark the text and copy it." : ""}
      </span>
    </span>
  )
}
