import { primaryIdKey } from "./account-facts"
import { AppError } from "./errors"
import { parseStaffList, STAFF_LIMIT } from "./staff-list"

/** One line of the list that all sources make together. */
export interface ListedStaff {
  primaryId: string
  /** Why it isn't read: it stands further up already. Null for who is read. */
  repeated: string | null
}

const IN_ONE = "Stands on the list more than once: counted once."
const IN_TWO = "On the list already, from another place."

/**
 * One list out of several: ids that were picked, and texts as they were pasted or came in files. Each
 * text is read by itself, since one may be a table and another not.
 * @throws AppError `input`, naming what is wrong with a text, or when the whole is empty or too long
 */
export function mergeStaff(picked: string[][], texts: string[]): ListedStaff[] {
  const sources = [
    ...picked.map((ids) => ids.map((primaryId) => ({ primaryId, duplicate: false }))),
    ...texts.filter((text) => text.trim() !== "").map(parseStaffList),
  ]
  const seen = new Set<string>()
  const listed = sources.flatMap((source) =>
    source.map(({ primaryId, duplicate }) => {
      const key = primaryIdKey(primaryId)
      const repeated = duplicate ? IN_ONE : seen.has(key) ? IN_TWO : null
      seen.add(key)
      return { primaryId, repeated }
    }),
  )
  if (listed.length === 0) throw new AppError("input", "The list is empty. Choose at least one person.")
  if (seen.size > STAFF_LIMIT) throw new AppError("input", `The list has ${seen.size} people; at most ${STAFF_LIMIT} can be taken at once.`)
  return listed
}
