"use client"

/** A box to tick in a row of a table: the browser's own, so that hundreds of them cost nothing. */
export function TickBox({ label, checked, mixed = false, tabIndex, onChange }: {
  label: string
  checked: boolean
  /** Some of what it stands for is ticked. */
  mixed?: boolean
  tabIndex?: number
  /** Left out where the table around it is told, through the event that rises to it. */
  onChange?: (on: boolean) => void
}) {
  return (
    <label className="tick-box">
      <input
        type="checkbox" aria-label={label} checked={checked} tabIndex={tabIndex}
        ref={(box) => { if (box) box.indeterminate = mixed }}
        onChange={(event) => onChange?.(event.target.checked)}
      />
    </label>
  )
}
