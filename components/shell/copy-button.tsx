"use client"

import { Button } from "@heroui/react/button"
import { Check, Copy } from "lucide-react"
import { NOT_ALLOWED, useCopy } from "./use-copy"

/** Copies a text that stands beside it; says so in its own words, and says when it couldn't. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { done, copy } = useCopy(text)
  return (
    <span className="inline-flex flex-wrap items-center gap-3">
      <Button variant="outline" size="sm" onPress={copy}>
        {done === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {done === "copied" ? "Copied" : label}
      </Button>
      <span role="status" className="text-small text-ink-2">{done === "failed" ? NOT_ALLOWED : ""}</span>
    </span>
  )
}
