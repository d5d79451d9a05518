"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { saveRoster, saveRosterInput } from "@/lib/services/save-roster"
import { actionClient } from "./action-client"

/** Keeps a list of staff under a name. */
export const saveRosterAction = actionClient
  .metadata({ name: "save-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(saveRosterInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => saveRoster(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
