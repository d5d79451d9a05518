"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { seeAlerts, seeAlertsInput } from "@/lib/services/see-alerts"
import { actionClient } from "./action-client"

/** Takes what somebody has seen off the first page. */
export const seeAlertsAction = actionClient
  .metadata({ name: "see-alerts", permission: "outage.declare", stepUp: false })
  .inputSchema(seeAlertsInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => seeAlerts(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
