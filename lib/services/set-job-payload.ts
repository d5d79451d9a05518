import { parseJobPayload } from "@/lib/alma/job-payload"
import { requireStepUp } from "@/lib/auth/step-up"
import { appendAudit } from "@/lib/db/audit"
import type { Institution } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import { AppError } from "@/lib/domain/errors"
import { jobWords } from "@/lib/domain/job-words"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

/**
 * Stores what Alma's API Information panel shows for the job Update/Notify Users, when it changes
 * the account type and nothing else, and Alma knows that job.
 * @returns what the payload would do, in words: in one text, and a sentence each
 * @throws AppError `input` with what is wrong with it; nothing is stored then
 */
export async function setJobPayload(ctx: ServiceContext, input: { institution: string; text: string }): Promise<{ says: string; sentences: string[] }> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  requireStepUp(ctx)
  const parsed = parseJobPayload(input.text)
  if (!parsed.ok) throw new AppError("input", `${parsed.reason} Nothing was stored.`)
  const { jobId, parameters } = parsed.payload
  const found = await lookUpJob(ctx, institution, jobId)
  const pairs = parameters.map(({ name, value }) => ({ name, value }))
  const isOther = institution.jobId !== null && JSON.stringify([institution.jobId, institution.jobParameters]) !== JSON.stringify([jobId, pairs])
  await ctx.db.$transaction(async (tx) => {
    await tx.institution.update({
      where: { id: institution.id },
      // What an older payload proved says nothing of this one.
      data: { jobId, jobParameters: pairs, ...(isOther && { jobProvedAt: null }) },
    })
    await appendAudit(tx, auditFrame(ctx, institution.id), [
      { action: "institution.job_payload_set", detail: { jobId, parameters: pairs.length } },
    ])
  })
  return { says: `${parsed.says} ${found}`, sentences: [...jobWords(parameters), found] }
}

/** @throws AppError `input` when Alma knows no such job, or knows it as another */
async function lookUpJob(ctx: ServiceContext, institution: Institution, jobId: string): Promise<string> {
  const answer = await ctx.almaFor(institution).getJob(jobId)
  switch (answer.kind) {
    case "ok":
      if (answer.value.name !== "" && !/(update|notify)[^a-z]+.*users?\b/i.test(answer.value.name)) {
        throw new AppError("input", `Alma knows job ${jobId} as “${answer.value.name}”, not as Update/Notify Users. Nothing was stored.`)
      }
      return `Alma knows it as “${answer.value.name || jobId}”.`
    case "not_found":
    case "refused":
      throw new AppError("input", `Alma of ${institution.name} knows no job ${jobId}. Nothing was stored.`)
    case "unauthorized":
      return "The key can't read configuration, so the job couldn't be looked up."
    case "throttled":
    case "daily_limit":
    case "unreachable":
    case "unknown":
      return "Alma did not answer, so the job couldn't be looked up."
  }
}
