import { KEY_FIX, fail, notLooked, ok, single, warn } from "./check"

export const jobPayloadCheck = single("job.payload", async ({ alma, institution }) => {
  const id = "job.payload"
  const { jobId, route, code } = institution
  if (route !== "job") return ok(id, `Not needed for the route ${route}.`)
  const paste = `Paste Alma's API Information panel in Settings, or: lantern institution job-payload ${code} --file F`
  if (jobId === null) return fail(id, "There is no job payload yet.", paste)
  const answer = await alma.getJob(jobId)
  switch (answer.kind) {
    case "ok":
      return ok(id, `Job ${jobId} (${answer.value.name || "unnamed"}) changes the account type and nothing else.`)
    case "not_found":
    case "refused":
      return fail(id, `Alma knows no job ${jobId}.`, paste)
    case "unauthorized":
      return warn(id, `Job ${jobId} could not be looked up.`, `${KEY_FIX} Configuration, read/write.`)
    case "throttled":
    case "daily_limit":
    case "unreachable":
    case "unknown":
      return notLooked(id, answer)
  }
})
