import { readPaste, type PastedPayload } from "@/lib/alma/payload-text"
import { isOn, jobWords, KEEP_PASSWORD_ACTIVE, SET_ACCOUNT_ACTIVE, SET_ACCOUNT_VALUE } from "@/lib/domain/job-words"

export interface JobParameter {
  name: string
  value: string
}

export interface JobPayload {
  /** "M148" where it was seen. */
  jobId: string
  parameters: JobParameter[]
}

export type ParsedPayload =
  | { ok: true; payload: JobPayload; says: string }
  | { ok: false; reason: string }

const MAX_BYTES = 1024 * 1024
const MAX_PARAMETERS = 1_000
/** The id of Update/Notify Users wherever it was seen; used only when the paste lacks the POST line. */
const USUAL_JOB_ID = "M148"

const UPDATE = "UPDATE_User_Information_"

/**
 * Reads what a librarian copied from Alma's API Information panel of Update/Notify Users: the line
 * "POST /almaws/v1/conf/jobs/M…?op=run" and the payload as XML, as JSON, or both, with any text around.
 * Accepts it only when the account type is the one thing that the job would change. The value of the
 * account type stays opaque: only reading accounts proves its direction.
 */
export function parseJobPayload(text: string): ParsedPayload {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return refuse("The text is larger than 1 MB. Paste the panel alone.")
  }
  const paste = readPaste(text)
  const parameters = paste.lists[0]
  const problem = problemOfPaste(paste)
  if (problem !== null || !parameters) return refuse(problem ?? NOTHING_FOUND)
  const reason = problemOfParameters(parameters)
  if (reason !== null) return refuse(reason)
  const payload = { jobId: paste.jobIds[0] ?? USUAL_JOB_ID, parameters }
  return { ok: true, payload, says: inWords(payload, paste.jobIds.length > 0) }
}

/** The stored parameters with this run's set and name; all others whole and in their order. */
export function runParameters(payload: JobPayload, setId: string, jobName: string): JobParameter[] {
  const ours = new Map([
    ["set_id", setId],
    ["job_name", jobName],
  ])
  const replaced = payload.parameters.map(({ name, value }) => ({ name, value: ours.get(name) ?? value }))
  const present = new Set(payload.parameters.map(({ name }) => name))
  const added = [...ours].filter(([name]) => !present.has(name)).map(([name, value]) => ({ name, value }))
  return [...replaced, ...added]
}

const refuse = (reason: string): ParsedPayload => ({ ok: false, reason })

const NOTHING_FOUND =
  "There is no job payload in this text. Copy the whole API Information panel that Alma shows before Submit."

function problemOfPaste({ jobIds, lists, isCut }: PastedPayload): string | null {
  if (jobIds.length > 1) {
    return `This text names different jobs (${jobIds.slice(0, 5).join(", ")}). Paste the panel of one job.`
  }
  if (isCut) return "The payload is cut off. Copy it again, from its first line to its last."
  if (lists.length === 0) {
    return jobIds.length === 0
      ? NOTHING_FOUND
      : "The POST line is here, but the payload below it is missing. Copy both."
  }
  if (lists.some((list) => list.length > MAX_PARAMETERS)) {
    return "This payload has more parameters than any job of Alma."
  }
  if (lists.some(hasContradiction)) {
    return "One parameter appears twice with different values. Copy the panel again."
  }
  if (new Set(lists.map(fingerprint)).size > 1) {
    return "This text holds different payloads. Paste the panel of one job, once."
  }
  if (jobIds[0]?.startsWith("M") === false) return notThisJob(jobIds[0])
  if (!lists[0]?.some(({ name }) => name.startsWith(UPDATE))) return notThisJob(jobIds[0])
  return null
}

function notThisJob(jobId?: string): string {
  const which = jobId ? `This payload (job ${jobId})` : "This payload"
  return `${which} isn't that of Update/Notify Users. Open that job in Alma and copy its panel.`
}

function problemOfParameters(parameters: readonly JobParameter[]): string | null {
  const value = new Map(parameters.map((parameter) => [parameter.name, parameter.value.trim()]))
  const target = value.get(SET_ACCOUNT_VALUE)
  const active = value.get(SET_ACCOUNT_ACTIVE)
  if (target === undefined || active === undefined) {
    return "The payload lacks the account type parameters, so a part of it is missing. Copy it again, whole."
  }
  const on = parameters.filter(isOn).map(({ name }) => name)
  if (on.some((name) => name.startsWith("SEND_Notification"))) {
    return "This payload sends letters to the users. Untick the notification in Alma and copy it again."
  }
  if (on.some((name) => name.includes("ExportToCloudIdP"))) {
    return "This payload exports users to another identity service. Untick that in Alma and copy it again."
  }
  const others = on.filter((name) => name !== SET_ACCOUNT_ACTIVE && name !== KEEP_PASSWORD_ACTIVE)
  if (others.length > 0) {
    const names = others.slice(0, 5).map((name) => name.replace(UPDATE, "").replace(/_Active$/i, ""))
    const more = names.join(", ")
    return `This payload changes more than the account type: ${more}. Untick that in Alma and copy it again.`
  }
  if (active.toLowerCase() !== "true") {
    return "This payload doesn't change the account type. Tick that change in Alma and copy the panel again."
  }
  if (target === "" || target.toLowerCase() === "null") {
    return "This payload says no account type to change to. Choose one in Alma and copy the panel again."
  }
  return null
}

function hasContradiction(list: readonly JobParameter[]): boolean {
  const seen = new Map<string, string>()
  return list.some(({ name, value }) => {
    const earlier = seen.get(name)
    seen.set(name, value)
    return earlier !== undefined && earlier !== value
  })
}

/** Equal for two forms of one payload. Set and name differ between copies and are replaced anyway. */
function fingerprint(list: readonly JobParameter[]): string {
  const kept = list.filter(({ name }) => name !== "set_id" && name !== "job_name")
  const pairs = new Map(kept.map(({ name, value }) => [name, value.trim()]))
  return JSON.stringify([...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function inWords({ jobId, parameters }: JobPayload, hasLine: boolean): string {
  const target = parameters.find(({ name }) => name === SET_ACCOUNT_VALUE)?.value.trim().slice(0, 60) ?? ""
  return [
    `Job ${jobId}, ${parameters.length} parameters, changes the account type (value: ${target}).`,
    ...jobWords(parameters),
    hasLine ? "" : `The POST line was missing, so the job is taken to be ${USUAL_JOB_ID}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ")
}
