"use client"

import { Label } from "@heroui/react/label"
import { ListBox } from "@heroui/react/list-box"
import { Select } from "@heroui/react/select"

/** One of a few, by name. `options` are shown in their order. */
export function ChooseOne({ label, value, options, onChange, isDisabled = false }: {
  label: string
  value: string
  options: { id: string; name: string }[]
  onChange: (id: string) => void
  isDisabled?: boolean
}) {
  return (
    <Select value={value} onChange={(key) => onChange(String(key))} isDisabled={isDisabled} fullWidth>
      <Label>{label}</Label>
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
