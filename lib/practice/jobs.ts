import { AlmaRefusal, json, type Answer } from "./answer"
import { bodyOf, listAnswer, type Call, type World } from "./call"
import { JOB_ID, JOB_NAME, KEEP_PASSWORD_ACTIVE, SET_ACCOUNT_ACTIVE, SET_ACCOUNT_VALUE } from "./job-payload"
import type { RunFaults } from "./job-runner"
import { instanceView, jobView } from "./job-view"
import * as record from "./record"
import type { JobInstance, Store } from "./store"

const HOUR_MS = 3_600_000
const RUNNING = new Set(["QUEUED", "RUNNING"])

export function getJob(world: World, _call: Call, [id = ""]: string[]): Answer {
  requireJob(id)
  return json(jobView(world.base()))
}

export function listJobs(world: World, call: Call): Answer {
  return json(listAnswer("job", [jobView(world.base())], call))
}

export interface PreparedRun {
  instance: JobInstance
  answer: Answer
}

/** Checks a run and makes its instance, starting nothing yet. Throws AlmaRefusal. */
export function prepareRun(world: World, call: Call, id: string): PreparedRun {
  requireJob(id)
  if (!call.op) throw new AlmaRefusal("402220", "Operation was not provided.")
  if (call.op !== "run") throw new AlmaRefusal("402221", "Operation is not supported.")
  const parameter = record.listOf(bodyOf(call)["parameter"])
  const values = new Map(parameter.map((each) => [record.codeOf(each["name"]), record.textOf(each["value"])]))
  for (const name of ["set_id", "job_name", SET_ACCOUNT_ACTIVE, SET_ACCOUNT_VALUE]) {
    if (!values.has(name)) {
      throw new AlmaRefusal("402228", `Mandatory parameter is missing from input: ${name}.`)
    }
    if (!values.get(name)) throw new AlmaRefusal("402229", `Mandatory parameter value is empty: ${name}.`)
  }
  const setId = values.get("set_id") ?? ""
  const set = world.store.sets.get(setId)
  if (!set) {
    throw new AlmaRefusal(
      "402228",
      `Mandatory parameter is missing from input: set_id ${setId} is not valid.`,
    )
  }
  requireRoom(world, setId)
  const submittedAt = world.clock()
  const ticked = values.get(SET_ACCOUNT_ACTIVE) === "true"
  const instance: JobInstance = {
    id: world.store.nextId(),
    jobId: JOB_ID,
    name: `${values.get("job_name")} - ${localStamp(submittedAt, world.settings.timeZone)}`,
    setId,
    target: ticked ? (values.get(SET_ACCOUNT_VALUE) ?? "") : "",
    keepPasswords: values.get(KEEP_PASSWORD_ACTIVE) === "true",
    status: "QUEUED",
    progress: 0,
    submittedAt: submittedAt.toISOString(),
    startedAt: null,
    endedAt: null,
    pending: [],
    changed: 0,
    failed: 0,
    requestId: call.requestId,
  }
  const link = `${world.base()}/conf/jobs/${JOB_ID}/instances/${instance.id}`
  const value = `Job no. ${instance.id} triggered on ${submittedAt.toUTCString()}`
  return { instance, answer: json({ ...jobView(world.base()), parameter, additional_info: { value, link } }) }
}

export function startRun(world: World, run: PreparedRun, faults: RunFaults = {}): Answer {
  world.store.starts.push(world.clock().getTime())
  world.runner.start(run.instance, faults)
  return run.answer
}

export function runJob(world: World, call: Call, [id = ""]: string[]): Answer {
  return startRun(world, prepareRun(world, call, id))
}

export function executionThreshold(code: "402222" | "402223" = "402222"): AlmaRefusal {
  return new AlmaRefusal(code, "Execution threshold reached.")
}

export function overlap(): AlmaRefusal {
  return new AlmaRefusal("60347", "Job overlapps with running job - cannot execute.")
}

/** Alma documentation: at most 3 API-started jobs running, 5 starts of one job in an hour. */
function requireRoom(world: World, setId: string): void {
  const { running, startsPerHour } = world.settings.jobLimits
  const now = world.clock().getTime()
  world.store.starts = world.store.starts.filter((at) => now - at < HOUR_MS)
  if (world.store.starts.length >= startsPerHour) throw executionThreshold()
  const active = runningInstances(world.store)
  if (active.some((each) => each.setId === setId)) throw overlap()
  if (active.length >= running) throw executionThreshold("402223")
}

function runningInstances(store: Store): JobInstance[] {
  return [...store.instances.values()].filter((each) => RUNNING.has(each.status))
}

export function listInstances(world: World, call: Call, [id = ""]: string[]): Answer {
  requireJob(id)
  const from = dayOf(call.query.get("submit_date_from"), "0000-00-00")
  const to = dayOf(call.query.get("submit_date_to"), "9999-99-99")
  const status = call.query.get("status")
  const found = [...world.store.instances.values()]
    .filter((each) => each.submittedAt.slice(0, 10) >= from && each.submittedAt.slice(0, 10) <= to)
    .filter((each) => !status || each.status === status)
    .toReversed()
  return json(listAnswer("job_instance", found, call, (each) => instanceView(each, world.base())))
}

export function getInstance(world: World, _call: Call, [id = "", instanceId = ""]: string[]): Answer {
  requireJob(id)
  const instance = world.store.instances.get(instanceId)
  if (!instance) throw new AlmaRefusal("402218", "Invalid job instance id.")
  return json(instanceView(instance, world.base()))
}

function requireJob(id: string): void {
  if (!/^[SMO]\d+$/.test(id)) {
    const message =
      `Invalid format for job_id. Value: ${id}. ` +
      "Valid format: Job type prefix (S,M,O) followed by digits"
    throw new AlmaRefusal("402215", message)
  }
  if (id !== JOB_ID) throw new AlmaRefusal("402216", `Invalid job id. ${JOB_NAME} is ${JOB_ID} here.`)
}

function dayOf(text: string | null, fallback: string): string {
  if (!text) return fallback
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) throw new AlmaRefusal("402217", "Invalid date format.")
  return text.slice(0, 10)
}

/** Recorded form, in the institution's time: "2025-10-05 4:11 AM". */
function localStamp(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat(
    "en-CA",
    { timeZone, year: "numeric", month: "2-digit", day: "2-digit" },
  )
  const time = new Intl.DateTimeFormat(
    "en-US",
    { timeZone, hour: "numeric", minute: "2-digit", hour12: true },
  )
  return `${day.format(at)} ${time.format(at).replace(/\s/gu, " ")}`
}
