/** Columns as wide as their widest cell, two spaces between; the last is as long as it is. */
export function table(header: string[], rows: (string | number | null)[][]): string {
  const cells = [header, ...rows.map((row) => row.map((cell) => oneLine(cell)))]
  const widths = header.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? "").length)))
  return cells.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd()).join("\n")
}

function oneLine(cell: string | number | null): string {
  return String(cell ?? "").replace(/\s+/g, " ")
}
