"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { linksInput, makeEnrolmentLinks } from "@/lib/services/make-enrolment-links"
import { actionClient } from "./action-client"

/** Links by which staff enrol. They are in this answer and nowhere else. */
export const makeEnrolmentLinksAction = actionClient
  .metadata({ name: "make-enrolment-links", permission: "codes.issue", stepUp: true })
  .inputSchema(linksInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => ({ links: await makeEnrolmentLinks(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }) }))
