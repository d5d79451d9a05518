import { parse } from "csv-parse/sync"
import { primaryIdKey } from "./account-facts"
import { AppError } from "./errors"

/** The most entries a list may have; an institution's whole staff fits many times. */
export const STAFF_LIMIT = 10_000
const ID_LENGTH = 255
/** Alma's widest report of users has far fewer. */
const MOST_COLUMNS = 300

export interface StaffEntry {
  primaryId: string
  /** The same id, in any case, stood further up. */
  duplicate: boolean
}

/** Words by which the column of Primary IDs is known when there is a header; where several stand there, the first of these. */
const ID_HEADERS = [
  "primaryid", "primaryidentifier", "almaprimaryid", "almaprimaryidentifier", "userid", "useridentifier",
  "username", "userprimaryid", "userprimaryidentifier", "netid", "login", "loginid", "account", "id", "identifier",
]

/**
 * Reads a pasted list, one id a line, or CSV with the columns in any order. Ids are taken as they
 * stand: quotes, spaces inside, `%`, `+` and other letters are legal in Alma.
 * @throws AppError `input`, naming the line, when anything can't be a list of ids
 */
export function parseStaffList(text: string): StaffEntry[] {
  const clean = text.replace(/^\uFEFF/, "")
  if (looksBinary(clean)) throw new AppError("input", "This is not a text file. Give one Primary ID a line, or CSV.")
  const lines = clean.split(/\r\n|\n|\r/)
  const filled = lines.filter((line) => line.trim() !== "")
  if (filled.length === 0) throw new AppError("input", "The list is empty. Give one Primary ID a line, or CSV.")
  if (filled.length > STAFF_LIMIT + 1) throw tooMany(filled.length)
  const ids = (csvColumn(clean, filled) ?? plainLines(lines)).filter((entry) => entry.id !== "")
  if (ids.length === 0) throw new AppError("input", "The list has no Primary IDs. Give one a line, or CSV.")
  if (ids.length > STAFF_LIMIT) throw tooMany(ids.length)
  const seen = new Set<string>()
  return ids.map(({ id, line }) => {
    checkId(id, line)
    const duplicate = seen.has(primaryIdKey(id))
    seen.add(primaryIdKey(id))
    return { primaryId: id, duplicate }
  })
}

interface FoundId {
  id: string
  line: number
}

function plainLines(lines: string[]): FoundId[] {
  const found = lines.map((line, at) => ({ id: line.trim(), line: at + 1 })).filter((entry) => entry.id !== "")
  return found[0] && isIdHeader(found[0].id) ? found.slice(1) : found
}

/** The ids of a table, or null when this is a plain list. */
function csvColumn(text: string, filled: string[]): FoundId[] | null {
  const delimiter = [..."\t;,"].find((candidate) => filled[0]!.includes(candidate))
  if (delimiter === undefined) return null
  if (filled[0]!.split(delimiter, MOST_COLUMNS + 1).length > MOST_COLUMNS) throw new AppError("input", `The first line has more than ${MOST_COLUMNS} columns. Give one Primary ID a line, or CSV.`)
  const rows = parseRows(text, delimiter)
  const [header, ...body] = rows ?? []
  if (!header) return null
  const named = idColumn(header.cells)
  if (named >= 0) return column(body, named)
  // Without a header it is a table only when every line has as many cells as the first.
  if (!rows || rows.some((row) => row.cells.length !== header.cells.length)) return null
  return column(rows, likeliestColumn(rows.map((row) => row.cells)))
}

interface Row {
  cells: string[]
  line: number
}

function parseRows(text: string, delimiter: string): Row[] | null {
  try {
    // With `info` the records come wrapped, which the library's types don't say.
    const rows = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map((row) => ({ cells: row.record, line: row.info.lines }))
  } catch {
    return null
  }
}

function column(rows: Row[], at: number): FoundId[] {
  return rows.map((row) => ({ id: (row.cells[at] ?? "").trim(), line: row.line }))
}

/** Ids are all different, have no spaces, and are rarely plain capitalised words or mail addresses. */
function likeliestColumn(rows: string[][]): number {
  const scores = rows[0]!.map((_, at) => {
    const cells = rows.map((row) => row[at] ?? "")
    const share = (test: (cell: string) => boolean) => cells.filter(test).length / cells.length
    return (
      2 * (new Set(cells).size / cells.length) +
      2 * share((cell) => cell !== "" && !/\s/.test(cell)) +
      share((cell) => /\d/.test(cell)) -
      share((cell) => /^\p{Lu}\p{Ll}+$/u.test(cell)) -
      0.5 * share((cell) => cell.includes("@")) -
      // Days have digits, which speak for ids, and must not win by them.
      2 * share((cell) => /^(true|false|yes|no|\d{4}-\d\d-\d\d.*)$/i.test(cell))
    )
  })
  return scores.indexOf(Math.max(...scores))
}

/** "Primary ID" before "ID": a table may have both. -1 where no header says so. */
function idColumn(header: string[]): number {
  const words = header.map(headerWord)
  const word = ID_HEADERS.find((known) => words.includes(known))
  return word === undefined ? -1 : words.indexOf(word)
}

function isIdHeader(cell: string): boolean {
  return ID_HEADERS.includes(headerWord(cell))
}

function headerWord(cell: string): string {
  return cell.toLowerCase().replace(/[^a-z]/g, "")
}

function checkId(id: string, line: number): void {
  if (id.length > ID_LENGTH) {
    throw new AppError("input", `Line ${line} is ${id.length} characters long; a Primary ID has at most ${ID_LENGTH}.`)
  }
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]/.test(id)) {
    throw new AppError("input", `Line ${line} holds a control character, which no Primary ID has.`)
  }
}

function looksBinary(text: string): boolean {
  const sample = text.slice(0, 4096)
  const odd = [...sample].filter((character) => character === "\u0000" || character === "\uFFFD").length
  return odd > 0 && (text.includes("\u0000") || odd / sample.length > 0.02)
}

function tooMany(count: number): AppError {
  return new AppError("input", `The list has ${count} entries; at most ${STAFF_LIMIT} can be taken at once.`)
}
