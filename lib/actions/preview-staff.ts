"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { previewAccounts } from "@/lib/services/preview-accounts"
import { actionClient } from "./action-client"

/** Reads every account of a pasted list and says what would happen to each. Changes nothing. */
export const previewStaffAction = actionClient
  .metadata({ name: "preview-staff", permission: "outage.declare", stepUp: false })
  .inputSchema(z.object({ text: z.string() }))
  .action(async ({ parsedInput, ctx }) =>
    previewAccounts(ctx, { institution: await currentInstitutionId(ctx), text: parsedInput.text }),
  )
