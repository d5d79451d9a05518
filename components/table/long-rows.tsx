"use client"

import { useWindowVirtualizer } from "@tanstack/react-virtual"
import { type RefObject, useLayoutEffect, useState } from "react"
import { usePrinting } from "./use-printing"

const ROW_PX = 45
const ROWS_BEYOND = 12

/** Of thousands of rows only those near the window are in the page; `before` and `after` stand for the others. Paper gets them all. */
export function useLongRows(body: RefObject<HTMLElement | null>, count: number, keyOf: (at: number) => string) {
  const top = useTop(body)
  // oxlint-disable-next-line react/incompatible-library -- nothing it returns is handed to another component
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND,
    scrollMargin: top,
    getItemKey: keyOf,
    // What is drawn on the server, and at first.
    initialRect: { width: 0, height: 900 },
  })
  const near = rows.getVirtualItems()
  const printing = usePrinting()
  const drawn = printing ? Array.from({ length: count }, (_, index) => ({ index, key: keyOf(index) })) : near
  const before = printing ? 0 : (near[0]?.start ?? top) - top
  const after = printing ? 0 : rows.getTotalSize() - ((near.at(-1)?.end ?? top) - top)
  return { drawn, before, after, measure: rows.measureElement, scrollTo: (at: number) => rows.scrollToIndex(at, { align: "auto" }) }
}

/* oxlint-disable jsx-a11y/control-has-associated-label -- an empty cell is no control */
/** Stands for the rows that aren't drawn. */
export function Gap({ px, columns = 5 }: { px: number; columns?: number }) {
  return <tr aria-hidden="true" className="acct__gap"><td colSpan={columns} style={{ height: Math.max(0, px) }} /></tr>
}

/** Where the rows begin in the page; asked again whenever something above them changes its height. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY))
    }
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(document.body)
    return () => watcher.disconnect()
  }, [element])
  return top
}
