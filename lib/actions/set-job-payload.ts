"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { setJobPayload } from "@/lib/services/set-job-payload"
import { actionClient } from "./action-client"

/** Reads what was copied from Alma's API Information panel, says what it would do, and keeps it. */
export const setJobPayloadAction = actionClient
  .metadata({ name: "set-job-payload", permission: "institution.manage", stepUp: true })
  .inputSchema(z.object({ institution: z.string().max(100).optional(), text: z.string() }))
  .action(async ({ parsedInput: { institution, text }, ctx }) => {
    const { sentences } = await setJobPayload(ctx, { institution: institution ?? (await currentInstitutionId(ctx)), text })
    return { sentences }
  })
