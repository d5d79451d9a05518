import { z } from "zod"
import type { AllowanceState, CodeAndName, CountChanges, NamedUser } from "./named-user"

const COUNT_STATES = ["running", "done", "stopped", "failed"] as const
export type CountState = (typeof COUNT_STATES)[number]

/** Whose records are read. The ids of a list are settled when the counting begins. */
export const countSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("everyone") }),
  z.object({ kind: z.literal("set"), id: z.string(), name: z.string(), ids: z.array(z.string()) }),
  z.object({ kind: z.literal("roster"), id: z.string(), name: z.string(), ids: z.array(z.string()) }),
])
export type CountSource = z.infer<typeof countSource>

/** The same source in a later counting, whatever its ids are by then. */
export function sourceKey(source: CountSource): string {
  return source.kind === "everyone" ? "everyone" : `${source.kind} ${source.id}`
}

export function sourceWords(source: Pick<CountSource, "kind"> & { name?: string }): string {
  switch (source.kind) {
    case "everyone":
      return "the whole institution"
    case "set":
      return `the Alma set “${source.name}”`
    case "roster":
      return `the roster “${source.name}”`
  }
}

/** How far a counting has got. */
export const countCursor = z.object({
  /** Rows of Alma's list, or ids of the source, that are done. */
  at: z.number(),
  /** Rows asked for at once: fewer after an answer that was too slow or too large. */
  limit: z.number(),
  /** Keys of the last page, by which a list that moved under the reading is noticed. */
  last: z.array(z.string()),
  /** Ids that nobody could be read by. */
  missing: z.number(),
  /** Steps back that were made for a list that moved. */
  back: z.number(),
})
export type CountCursor = z.infer<typeof countCursor>

const PAGE_ROWS = 100
export const FIRST_CURSOR: CountCursor = { at: 0, limit: PAGE_ROWS, last: [], missing: 0, back: 0 }
const FEWEST_ROWS = 10
const MOST_STEPS_BACK = 50

/** Fewer rows for the next try; null when there can't be fewer. */
export function smallerPage(cursor: CountCursor): CountCursor | null {
  return cursor.limit <= FEWEST_ROWS ? null : { ...cursor, limit: Math.max(FEWEST_ROWS, Math.floor(cursor.limit / 2)) }
}

/**
 * Where the next page of a list begins: with the last row of the page before, so that it can be seen whether
 * somebody was taken away meanwhile and the rest moved up.
 */
export function nextOffset({ at }: CountCursor): number {
  return Math.max(0, at - 1)
}

/**
 * The cursor after a page. When none of its rows was on the page before, people were removed in Alma meanwhile and the
 * rest moved up: the reading goes back a page, so that nobody is passed over.
 */
export function afterPage(cursor: CountCursor, keys: string[]): { joins: boolean; cursor: CountCursor } {
  const joins = cursor.at === 0 || keys.some((key) => cursor.last.includes(key))
  if (!joins && cursor.back < MOST_STEPS_BACK) return { joins, cursor: { ...cursor, at: Math.max(0, cursor.at - cursor.limit), back: cursor.back + 1 } }
  return { joins: true, cursor: { ...cursor, at: nextOffset(cursor) + keys.length, last: keys } }
}

export interface NamedUserCountView {
  id: string
  state: CountState
  source: { kind: CountSource["kind"]; name: string | null }
  startedAt: string
  startedBy: string
  finishedAt: string | null
  total: number | null
  read: number
  counted: number | null
  changes: CountChanges | null
  notes: string[]
  problem: string | null
  /** Who they were is kept: of the newest count of each source. */
  kept: boolean
}

export interface NamedUsersView {
  /** Whose Named Users they are; what polls asks for these and no others. */
  institutionId: string
  /** Being read now, or read in part and stopped. */
  current: NamedUserCountView | null
  /** The one that is shown: the newest of the whole institution, unless another was asked for. */
  newest: NamedUserCountView | null
  people: NamedUser[]
  allowance: number | null
  /** Of the whole institution's count; a part of it says nothing about the allowance. */
  allowanceState: AllowanceState
  /** Roles that the institution itself says don't count; none: CARLI's list holds. */
  ownList: CodeAndName[]
  earlier: NamedUserCountView[]
  timeZone: string
  canCount: boolean
  canManage: boolean
}
