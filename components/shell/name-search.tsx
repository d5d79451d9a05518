"use client"

import { SearchField } from "@heroui/react/search-field"

/** Looks through a list by name or Primary ID. */
export function NameSearch({ value, onChange, className }: { value: string; onChange: (text: string) => void; className: string }) {
  return (
    <SearchField aria-label="Name or Primary ID" value={value} onChange={onChange} className={className}>
      <SearchField.Group>
        <SearchField.SearchIcon />
        <SearchField.Input placeholder="Name or Primary ID" />
        <SearchField.ClearButton aria-label="Clear the search" />
      </SearchField.Group>
    </SearchField>
  )
}
