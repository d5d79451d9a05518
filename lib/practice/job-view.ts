import { JOB_ID, JOB_NAME } from "./job-payload"
import type { JsonObject } from "./record"
import type { InstanceStatus, JobInstance } from "./store"

const STATUS_WORDS: Record<InstanceStatus, string> = {
  QUEUED: "Queued",
  RUNNING: "Running",
  COMPLETED_SUCCESS: "Completed Successfully",
  COMPLETED_WARNING: "Completed with Warnings",
  COMPLETED_FAILED: "Completed with Errors",
  COMPLETED_NO_BULKS: "Completed with no bulks",
  FAILED: "Failed",
  SYSTEM_ABORTED: "Aborted by System",
}

export function jobView(base: string): JsonObject {
  return {
    id: JOB_ID,
    name: JOB_NAME,
    description: "Update the details of a set of users and notify them",
    type: { value: "MANUAL", desc: "Manual" },
    category: { value: "USERS", desc: "Users" },
    content: { value: "USER", desc: "User" },
    link: `${base}/conf/jobs/${JOB_ID}`,
  }
}

/** Like recorded instances: no reasons for single members, and the counters decide nothing. */
export function instanceView(instance: JobInstance, base: string): JsonObject {
  const success = instance.status === "COMPLETED_SUCCESS"
  const alert = success ? "alert_general_success" : "alert_general_error"
  const { content: _content, ...info } = jobView(base)
  return {
    id: instance.id,
    external_id: String(BigInt(instance.id) - 10n),
    name: instance.name,
    submitted_by: { value: "exl_api", desc: "Ex Libris, API" },
    submit_time: instance.submittedAt,
    ...(instance.startedAt ? { start_time: instance.startedAt } : {}),
    ...(instance.endedAt ? { end_time: instance.endedAt } : {}),
    progress: instance.progress,
    status: { value: instance.status, desc: STATUS_WORDS[instance.status] },
    status_date: `${instance.submittedAt.slice(0, 10)}Z`,
    alert: instance.endedAt ? [{ value: alert, desc: STATUS_WORDS[instance.status] }] : [],
    counter: [
      counter("c.jobs.user_update.updated", "Number of users updated", instance.changed),
      counter("c.jobs.user_update.failed", "Number of users failed", instance.failed),
    ],
    job_info: info,
    link: `${base}/conf/jobs/${instance.jobId}/instances/${instance.id}`,
  }
}

function counter(value: string, desc: string, count: number): JsonObject {
  return { type: { value, desc }, value: String(count) }
}
