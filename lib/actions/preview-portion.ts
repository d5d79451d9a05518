"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { previewPortion, previewPortionInput } from "@/lib/services/preview-portion"
import { actionClient } from "./action-client"

/** Reads some accounts of a list in Alma. Changes nothing. */
export const previewPortionAction = actionClient
  .metadata({ name: "preview-portion", permission: "outage.declare", stepUp: false })
  .inputSchema(previewPortionInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => previewPortion(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
