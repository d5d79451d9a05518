import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import { jsonOf, type AlmaCaller, type RequestOptions } from "@/lib/alma/alma-caller"
import type { JobParameter } from "@/lib/alma/job-payload"
import { codeOf, isRecord, listOf, numberOf, textOf, type JsonRecord } from "@/lib/alma/json-shape"
import type { GoodAnswer } from "@/lib/alma/outcome-of"
import { eachRow } from "@/lib/alma/pages"
import { pathOf } from "@/lib/alma/path-of"
import { lastSegment } from "@/lib/alma/sets"

export interface AlmaJob {
  id: string
  name: string
  description: string
  /** MANUAL, SCHEDULED, OTHER; null where Alma left it out. */
  type: string | null
}

export interface JobStart {
  /** Null when the answer names no instance: find it by name before anything else. */
  instanceId: string | null
  /** The `set_id` that Alma says it started with; compare it with the one sent. */
  setIdEcho: string | null
}

export interface JobInstance {
  id: string
  name: string
  status: string
  phase: "running" | "final" | "unknown"
  /** As Alma gives it; over 100 and 0 on finished jobs have been seen, so it decides nothing. */
  progress: number | null
}

/** Alma documentation: Jobs API, job instance statuses. */
const RUNNING = new Set(["QUEUED", "PENDING", "INITIALIZING", "RUNNING", "FINALIZING"])
const FINAL = new Set([
  "COMPLETED_SUCCESS",
  "COMPLETED_WARNING",
  "COMPLETED_FAILED",
  "COMPLETED_NO_BULKS",
  "FAILED",
  "SKIPPED",
  "SYSTEM_ABORTED",
  "USER_ABORTED",
  "MANUAL_HANDLING_REQUIRED",
])

/** Alma documentation: Configuration API, "Jobs". */
export class JobCalls {
  readonly #caller: AlmaCaller

  constructor(caller: AlmaCaller) {
    this.#caller = caller
  }

  getJob(jobId: string, options?: RequestOptions): Promise<AlmaOutcome<AlmaJob>> {
    return this.#caller.call({ method: "GET", path: pathOf`/conf/jobs/${jobId}`, read: readJob }, options)
  }

  /** Starts the job. A write: sent once; a lost answer is settled with `findJobInstance`. */
  runJob(
    jobId: string,
    parameters: readonly JobParameter[],
    options?: RequestOptions,
  ): Promise<AlmaOutcome<JobStart>> {
    const path = pathOf`/conf/jobs/${jobId}`
    return this.#caller.call(
      {
        method: "POST",
        path: path === null ? null : `${path}?op=run`,
        body: { parameter: parameters.map(({ name, value }) => ({ name: { value: name }, value })) },
        read: readStart,
      },
      options,
    )
  }

  /** The run with our job name, to which Alma adds " - " and its local date and time. Dates in UTC days. */
  async findJobInstance(
    jobId: string,
    jobName: string,
    from: Date,
    to: Date,
    options?: RequestOptions,
  ): Promise<AlmaOutcome<JobInstance | null>> {
    let found: JobInstance | null = null
    const query = { submit_date_from: dayOf(from), submit_date_to: dayOf(to) }
    const outcome = await eachRow(
      this.#caller,
      { path: pathOf`/conf/jobs/${jobId}/instances`, key: "job_instance", query },
      (row) => {
        const instance = instanceOf(row)
        const isOurs = instance?.name === jobName || instance?.name.startsWith(`${jobName} - `)
        if (instance && isOurs) found = instance
        return found !== null
      },
      options,
    )
    return outcome.kind === "ok" ? { kind: "ok", value: found } : outcome
  }

  getJobInstance(
    jobId: string,
    instanceId: string,
    options?: RequestOptions,
  ): Promise<AlmaOutcome<JobInstance>> {
    const path = pathOf`/conf/jobs/${jobId}/instances/${instanceId}`
    return this.#caller.call({ method: "GET", path, read: readInstance }, options)
  }
}

/** YYYY-MM-DD, as Alma's date parameters ask for. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function readJob(good: GoodAnswer): AlmaJob | undefined {
  const job = jsonOf(good)
  if (!isRecord(job)) return undefined
  const id = textOf(job.id)
  if (!id) return undefined
  return {
    id,
    name: textOf(job.name) ?? "",
    description: textOf(job.description) ?? "",
    type: codeOf(job.type) || null,
  }
}

/** `id` of this answer is the job's; the run's is at the end of `additional_info.link`. */
function readStart(good: GoodAnswer): JobStart | undefined {
  const job = jsonOf(good)
  if (!isRecord(job) || (!textOf(job.id) && !isRecord(job.additional_info))) return undefined
  const link = isRecord(job.additional_info) ? textOf(job.additional_info.link) : null
  const setId = listOf(job.parameter).find((parameter) => codeOf(parameter.name) === "set_id")
  return {
    instanceId: link && /\/instances\/[^/?#]+/.test(link) ? lastSegment(link) : null,
    setIdEcho: setId ? codeOf(setId.value) : null,
  }
}

function readInstance(good: GoodAnswer): JobInstance | undefined {
  const instance = jsonOf(good)
  return isRecord(instance) ? (instanceOf(instance) ?? undefined) : undefined
}

function instanceOf(row: JsonRecord): JobInstance | null {
  const id = textOf(row.id)
  const status = codeOf(row.status)
  if (!id || !status) return null
  const phase = RUNNING.has(status) ? "running" : FINAL.has(status) ? "final" : "unknown"
  return { id, name: textOf(row.name) ?? "", status, phase, progress: numberOf(row.progress) }
}
