"use client"

import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"

/** A labelled field of a form that is read when it is sent. */
export function TextInput({ name, label, description, defaultValue, value, onChange, type = "text", maxLength = 255 }: {
  name: string
  label: string
  description?: string
  defaultValue?: string
  /** With `onChange`, where something else fills it too. */
  value?: string
  onChange?: (value: string) => void
  type?: "text" | "email"
  maxLength?: number
}) {
  return (
    <TextField name={name} type={type} defaultValue={defaultValue} {...(value !== undefined && { value })} {...(onChange && { onChange })} isRequired>
      <Label>{label}</Label>
      {description ? <Description>{description}</Description> : null}
      <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={maxLength} />
    </TextField>
  )
}
