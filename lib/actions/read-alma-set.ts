"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { readAlmaSet, readAlmaSetInput } from "@/lib/services/read-alma-set"
import { actionClient } from "./action-client"

/** The members of a user set of Alma, by its name. Changes nothing. */
export const readAlmaSetAction = actionClient
  .metadata({ name: "read-alma-set", permission: "outage.declare", stepUp: false })
  .inputSchema(readAlmaSetInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => readAlmaSet(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
