/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- as in roster-table.tsx */
"use client"

import { Button } from "@heroui/react/button"
import { ArrowDown, ArrowUp } from "lucide-react"

/** A column's title that sorts by it; pressed again, the other way round. */
export function SortHeader<By extends string>({ title, by, sort, onSort, className }: {
  title: string
  by: By
  sort: { by: By; down: boolean }
  onSort: (sort: { by: By; down: boolean }) => void
  className: string
}) {
  const on = sort.by === by
  const Arrow = sort.down ? ArrowDown : ArrowUp
  return (
    <th role="columnheader" scope="col" aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined} className={`table__column text-start ${className}`}>
      <Button variant="ghost" className="button--plain sort-header" onPress={() => onSort({ by, down: on && !sort.down })}>
        {title}{on ? <Arrow aria-hidden="true" className="size-3.5" /> : null}
      </Button>
    </th>
  )
}
