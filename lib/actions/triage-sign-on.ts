"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { triageSignOn, triageSignOnInput } from "@/lib/services/triage-sign-on"
import { actionClient } from "./action-client"

/** Is it really SSO? Asks the campus login and Alma once. Changes nothing. */
export const triageSignOnAction = actionClient
  .metadata({ name: "triage-sign-on", permission: "outage.declare", stepUp: false })
  .inputSchema(triageSignOnInput.omit({ institution: true }))
  .action(async ({ parsedInput: { rosterId }, ctx }) =>
    triageSignOn(ctx, { institution: await currentInstitutionId(ctx), ...(rosterId && { rosterId }) }),
  )
