"use client"

import { Label } from "@heroui/react/label"
import { ListBox } from "@heroui/react/list-box"
import { Select } from "@heroui/react/select"

/** One of a few, by name. `options` are shown in their order; without a `className` it takes the whole width. */
export function ChooseOne({ label, unseenLabel = false, value, options, onChange, isDisabled = false, className }: {
  label: string
  /** Said to who can't see it only: what stands around it says it to the others. */
  unseenLabel?: boolean
  value: string | null
  options: { id: string; name: string }[]
  onChange: (id: string) => void
  isDisabled?: boolean
  className?: string
}) {
  return (
    <Select
      value={value} onChange={(key) => onChange(String(key))} isDisabled={isDisabled}
      {...(unseenLabel && { "aria-label": label })} {...(className === undefined ? { fullWidth: true } : { className })}
    >
      {unseenLabel ? null : <Label>{label}</Label>}
      <Select.Trigger>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      <Select.Popover>
        <ListBox>
          {options.map((option) => <ListBox.Item key={option.id} id={option.id} textValue={option.name}>{option.name}<ListBox.ItemIndicator /></ListBox.Item>)}
        </ListBox>
      </Select.Popover>
    </Select>
  )
}
