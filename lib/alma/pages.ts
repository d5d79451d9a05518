import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import { jsonOf, type AlmaCaller, type RequestOptions } from "@/lib/alma/alma-caller"
import { isRecord, listOf, numberOf, type JsonRecord } from "@/lib/alma/json-shape"
import { unknown } from "@/lib/alma/outcome-of"
import { queryOf } from "@/lib/alma/path-of"

/** Alma documentation: `limit` is 100 at most in every list. */
const PAGE = 100
/** A list that goes on after this many pages is no list of ours. */
const MAX_PAGES = 1_000

interface Page {
  total: number | null
  rows: JsonRecord[]
}

export interface ListCall {
  path: string | null
  /** The key of the list in Alma's answer: "member", "set", "job_instance". May be absent or one object. */
  key: string
  query?: Record<string, string | undefined>
}

/**
 * Visits every row of an Alma list, page by page, until `visit` answers true or the list ends. A list that
 * ends before the total that Alma gave is `unknown`: half a list must not pass for a whole one.
 */
export async function eachRow(
  caller: AlmaCaller,
  list: ListCall,
  visit: (row: JsonRecord) => boolean,
  options?: RequestOptions,
): Promise<AlmaOutcome<true>> {
  let seen = 0
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const outcome = await onePage(caller, list, seen, options)
    if (outcome.kind !== "ok") return outcome
    const { rows, total } = outcome.value
    if (rows.some(visit)) return { kind: "ok", value: true }
    seen += rows.length
    if (total === null ? rows.length < PAGE : seen >= total) return { kind: "ok", value: true }
    if (rows.length === 0) {
      return unknown("unreadable", `Alma's list ended after ${seen} of ${total} entries.`)
    }
  }
  return unknown("unreadable", "Alma's list had no end.")
}

function onePage(caller: AlmaCaller, list: ListCall, offset: number, options?: RequestOptions) {
  const query = queryOf({ ...list.query, limit: PAGE, offset })
  const path = list.path === null ? null : list.path + query
  return caller.call<Page>(
    {
      method: "GET",
      path,
      read: (good) => {
        const page = jsonOf(good)
        if (!isRecord(page) || (page.total_record_count === undefined && page[list.key] === undefined)) {
          return undefined
        }
        return { total: numberOf(page.total_record_count), rows: listOf(page[list.key]) }
      },
    },
    options,
  )
}
