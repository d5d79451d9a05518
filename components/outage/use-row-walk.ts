"use client"

import { type ChangeEvent, type FocusEvent, type KeyboardEvent, type MouseEvent, useState } from "react"
import type { TableProps } from "./account-cells"

const CONTROLS = "input, button, a[href]"

/**
 * What keys and presses do in the rows, as in any grid (WAI-ARIA Authoring Practices, "Grid"): arrows, Home and End
 * walk the rows, with Shift they choose on the way; left and right go through a row's own controls; Space chooses,
 * Control+A chooses all, Escape none; Enter or a press on a row opens its account. One place for all rows: a row
 * then needs no handlers of its own.
 * @returns the place of the row that Tab comes to, and the handlers of the rows' group
 */
export function useRowWalk({ rows, chosen, onChoose, onDialog }: TableProps) {
  const [last, setLast] = useState<string | null>(null)
  const stop = Math.max(0, rows.findIndex((row) => row.holdId === last))

  function choose(holdIds: string[], on: (holdId: string) => boolean) {
    if (!chosen) return
    const next = new Set(chosen)
    for (const holdId of holdIds) {
      if (on(holdId)) next.add(holdId)
      else next.delete(holdId)
    }
    onChoose(next)
  }
  const flip = (holdId: string) => choose([holdId], () => !chosen?.has(holdId))
  const open = (holdId: string) => onDialog({ kind: "account", holdId })

  function walkTo(event: KeyboardEvent<HTMLElement>, from: string, index: number) {
    const next = rows[index]
    if (!next) return
    event.preventDefault()
    rowFor(event.currentTarget, next.holdId)?.focus()
    if (event.shiftKey) choose([from, next.holdId], () => true)
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const row = rowAt(event.target)
    const holdId = row?.dataset.hold
    if (!row || !holdId || event.altKey) return
    const at = rows.findIndex((one) => one.holdId === holdId)
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "a" || !chosen) return
      event.preventDefault()
      return choose(rows.map((one) => one.holdId), () => true)
    }
    switch (event.key) {
      case "ArrowDown": return walkTo(event, holdId, at + 1)
      case "ArrowUp": return walkTo(event, holdId, at - 1)
      case "Home": return walkTo(event, holdId, 0)
      case "End": return walkTo(event, holdId, rows.length - 1)
      case "ArrowRight": return walkIn(event, row, 1)
      case "ArrowLeft": return walkIn(event, row, -1)
      case "Escape": return chosen && chosen.size > 0 ? onChoose(new Set()) : undefined
    }
    if (event.target !== row) return
    if (event.key === " ") flip(holdId)
    else if (event.key === "Enter") open(holdId)
    else return
    event.preventDefault()
  }

  function onClick(event: MouseEvent<HTMLElement>) {
    const holdId = rowAt(event.target)?.dataset.hold
    const onControl = event.target instanceof Element && event.target.closest(`${CONTROLS}, label`) !== null
    // Who marks a Primary ID to copy it doesn't mean to open anything.
    if (!holdId || onControl || window.getSelection()?.toString()) return
    if (chosen && chosen.size > 0) flip(holdId)
    else open(holdId)
  }

  return {
    stop,
    onKeyDown,
    onClick,
    onChange: (event: ChangeEvent<HTMLElement>) => {
      const holdId = rowAt(event.target)?.dataset.hold
      if (holdId) flip(holdId)
    },
    onFocus: (event: FocusEvent<HTMLElement>) => {
      const holdId = rowAt(event.target)?.dataset.hold
      if (holdId) setLast(holdId)
    },
  }
}

function rowAt(target: EventTarget): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-hold]") : null
}

function rowFor(body: HTMLElement, holdId: string): HTMLElement | undefined {
  return [...body.querySelectorAll<HTMLElement>("[data-hold]")].find((row) => row.dataset.hold === holdId)
}

/** From the row into its controls, and back. */
function walkIn(event: KeyboardEvent<HTMLElement>, row: HTMLElement, step: 1 | -1): void {
  const places = [row, ...row.querySelectorAll<HTMLElement>(CONTROLS)]
  const next = places[places.findIndex((place) => place === document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
