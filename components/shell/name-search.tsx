"use client"

import { SearchField } from "@heroui/react/search-field"

/** Looks through a list by name or Primary ID. */
export function NameSearch({ value, onChange, className, label = "Name or Primary ID" }: {
  value: string
  onChange: (text: string) => void
  className: string
  label?: string
}) {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className={className}>
      <SearchField.Group>
        <SearchField.SearchIcon />
        <SearchField.Input placeholder={label} />
        <SearchField.ClearButton aria-label="Clear the search" />
      </SearchField.Group>
    </SearchField>
  )
}
