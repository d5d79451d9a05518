"use client"

import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import type { ReactNode } from "react"

/** One line to type into, with what to type said above it. */
export function TextLine({ label, value, onChange, children, name, type = "text", mono = false, maxLength = 1_000 }: {
  label: string
  value: string
  onChange: (value: string) => void
  /** What to type. */
  children?: ReactNode
  name?: string
  type?: "text" | "url" | "password"
  mono?: boolean
  maxLength?: number
}) {
  return (
    <TextField value={value} onChange={onChange} type={type} {...(name && { name })}>
      <Label>{label}</Label>
      {children ? <Description>{children}</Description> : null}
      <Input autoComplete="off" spellCheck={false} autoCapitalize="none" maxLength={maxLength} className={mono ? "font-mono text-row" : ""} />
    </TextField>
  )
}
