import { DATA_ROWS } from "./data-rows"
import { HTTP_ROWS } from "./http-rows"
import { JOB_ROWS } from "./job-rows"
import type { Row, Strike } from "./row"
import { stepsOf, type Step, type StepRoute } from "./steps"

export interface PlannedCell {
  /** `row/route/step`: what its result is kept by. */
  key: string
  row: Row
  step: Step
  strike: Strike
  quiet: number
}

export const ROWS: Row[] = [...HTTP_ROWS, ...JOB_ROWS, ...DATA_ROWS]
export const ROUTES: StepRoute[] = ["job", "direct"]

const QUIET_SECONDS = 3

/** Every cell in which the fault belongs to the step. */
export function allCells(): PlannedCell[] {
  return ROUTES.flatMap((route) =>
    stepsOf(route).flatMap((step) =>
      ROWS.flatMap((row) => {
        const strike = row.at(step)
        return strike ? [{ key: cellKey(row, step), row, step, strike, quiet: row.quiet ?? QUIET_SECONDS }] : []
      }),
    ),
  )
}

export function cellKey(row: { id: string }, step: Step): string {
  return `${row.id}/${step.route}/${step.id}`
}

/** One or two of each class of fault, each at another step: what every `npm test` runs. */
const SHORT = [
  "429-storm/job/read", "daily/job/ret-put", "502/job/members", "500-applied/direct/put", "reset-before/job/ret-put",
  "reset-after/job/pick-put", "late-12s/direct/put", "truncated/job/poll", "unchanged/job/ret-put", "envelope/job/ret-back",
  "stale/job/ret-back", "twice/direct/put", "redirect/job/compare", "tls/job/ret-read", "dns/direct/read", "key/job/ret-read",
  "new-key/job/poll", "5mb/job/ret-put", "9mb/job/sweep", "other-person/job/ret-read", "job-lost/job/run", "60347/job/run",
  "partly/job/run", "aborted/job/run", "set-taken/job/set", "set-edited-before/job/members", "set-edited/job/run",
  "member-internal/job/read", "renamed/job/ret-read", "deleted/job/ret-read", "edited/job/ret-read", "sis-external/direct/pick-read",
  "expired/job/pick-put", "id-slash/job/ret-put", "id-cjk/direct/ret-put",
]

export function shortCells(): PlannedCell[] {
  const all = new Map(allCells().map((cell) => [cell.key, cell]))
  return SHORT.map((key) => {
    const cell = all.get(key)
    if (!cell) throw new Error(`There is no cell ${key}`)
    return cell
  })
}
