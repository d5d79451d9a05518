/** Cells that a spreadsheet would take for a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** A table as CSV (RFC 4180), with a mark at its front so that spreadsheets read it as UTF-8, and no cell a formula. */
export function csvOf(header: string[], rows: (string | number | null)[][]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n`
}

function cellOf(value: string | number | null): string {
  const text = String(value ?? "")
  const safe = FORMULA.test(text) ? `'${text}` : text
  // In some countries a spreadsheet takes the semicolon for what parts cells, and what follows it for a formula.
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The id that a cell written by `csvOf` held: the apostrophe that kept it from being a formula goes. */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell
}
