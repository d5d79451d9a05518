import { readEnrolments } from "@/lib/db/enrolments"
import { findInstitution } from "@/lib/db/scope"
import { may } from "@/lib/domain/actor"
import type { EnrolmentView } from "@/lib/domain/enrolment"
import type { ServiceContext } from "./context"

/** Who of an institution can pick up without a liaison. @throws AppError `not_found`, `not_allowed` */
export async function listEnrolments(ctx: ServiceContext, input: { institution: string }): Promise<EnrolmentView> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.read")
  return { ...(await readEnrolments(ctx.db, institution.id, ctx.clock())), canChange: may(ctx.actor, "codes.issue", institution.id) }
}
