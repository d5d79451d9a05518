import type { Institution } from "@/lib/db/generated/client"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

/**
 * Refuses before anything is written down when the key can't do what the institution's route needs:
 * users read and write to set passwords and return, configuration read and write to run the job.
 * @throws AppError `refused`, `unavailable`
 */
export async function requireRoute(ctx: ServiceContext, institution: Institution): Promise<void> {
  const alma = ctx.almaFor(institution)
  if (institution.route === "manual") return
  await needs(institution, "write users, which setting passwords and returning accounts needs", alma.canWriteUsers())
  if (institution.route === "direct") return
  if (!institution.jobId) {
    throw new AppError(
      "refused",
      `${institution.name} has no job payload yet. Paste it with: lantern institution job-payload ${institution.code} --file F`,
    )
  }
  await needs(institution, "write configuration, which running the job needs", alma.canWriteConf())
}

type Test = ReturnType<ReturnType<ServiceContext["almaFor"]>["canWriteUsers"]>

async function needs(institution: Institution, what: string, test: Test): Promise<void> {
  const answer = await test
  if (answer.kind === "ok" && answer.value) return
  if (answer.kind === "ok" || answer.kind === "unauthorized" || answer.kind === "refused") {
    throw new AppError("refused", `The API key of ${institution.name} can't ${what}. Nothing was changed.`)
  }
  throw new AppError("unavailable", `Alma of ${institution.name} does not answer. Nothing was changed.`)
}
