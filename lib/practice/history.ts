import { isDeepStrictEqual } from "node:util"
import type { AlmaUser } from "@/lib/domain/alma-user"
import type { HistoryActor, HistoryEntry } from "./types"

const CAP = 400_000
const SAVED = 20_000
/** Changes that a judge asks for by name; every other field is an "edit". */
const NAMED = new Set(["account_type", "external_id", "primary_id"])
const HIDDEN = new Set(["pin_number", "password"])

type NewEntry = Omit<HistoryEntry, "seq" | "at">

/** What the server did and was asked, in one order: what a checker judges the program by. */
export class History {
  private entries: HistoryEntry[] = []
  private seq = 0

  constructor(private readonly clock: () => Date) {}

  add(entry: NewEntry): void {
    this.entries.push({ seq: ++this.seq, at: this.clock().toISOString(), ...entry })
    if (this.entries.length > CAP) this.entries.splice(0, CAP / 4)
  }

  addChanges(
    primaryId: string,
    before: AlmaUser,
    after: AlmaUser,
    cause: { by: HistoryActor; requestId: string },
  ): void {
    for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (isDeepStrictEqual(before[field], after[field])) continue
      const [from, to] = [before[field], after[field]].map((value) => shown(field, value))
      const what = NAMED.has(field) ? field : "edit"
      this.add({ ...cause, primaryId, what, ...(what === "edit" ? { field } : {}), from, to })
    }
  }

  /** Without regard to case; every entry where no id is given. */
  of(primaryId?: string): HistoryEntry[] {
    const wanted = primaryId?.toLowerCase()
    const found = this.entries.filter(
      (each) => wanted === undefined || each.primaryId.toLowerCase() === wanted,
    )
    return structuredClone(found)
  }

  clear(): void {
    this.entries = []
  }

  snapshot(): { seq: number; entries: HistoryEntry[] } {
    return { seq: this.seq, entries: this.entries.slice(-SAVED) }
  }

  restore(saved: { seq: number; entries: HistoryEntry[] }): void {
    this.seq = saved.seq
    this.entries = saved.entries
  }
}

/** Coded fields are written down as their code, so that a judge compares plain words. */
function shown(field: string, value: unknown): unknown {
  if (HIDDEN.has(field)) return value ? "set" : "none"
  if (NAMED.has(field) && typeof value === "object" && value !== null && "value" in value) return value.value
  return structuredClone(value) ?? null
}
