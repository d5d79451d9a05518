"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { gatherStaff, gatherStaffInput } from "@/lib/services/gather-staff"
import { actionClient } from "./action-client"

/** One list out of everything chosen. Changes nothing. */
export const gatherStaffAction = actionClient
  .metadata({ name: "gather-staff", permission: "outage.declare", stepUp: false })
  .inputSchema(gatherStaffInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => gatherStaff(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
