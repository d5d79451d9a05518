export type JsonRecord = Record<string, unknown>

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Text of a string or number field, else null. Alma's schema and its answers differ on which it is. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null
}

/** The code of a coded field: `{value, desc}`, or the bare value as some answers have it. */
export function codeOf(value: unknown): string | null {
  return textOf(isRecord(value) ? value.value : value)
}

export function numberOf(value: unknown): number | null {
  const text = codeOf(value)
  if (text === null || text.trim() === "") return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** A list that may be absent (none) or an object (one), as Alma's JSON does. */
export function listOf(value: unknown): JsonRecord[] {
  if (Array.isArray(value)) return value.filter(isRecord)
  return isRecord(value) ? [value] : []
}
