"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { forgetDraft } from "@/lib/services/forget-draft"
import { actionClient } from "./action-client"

/** Throws an unfinished declaration away. */
export const forgetDraftAction = actionClient
  .metadata({ name: "forget-draft", permission: "outage.declare", stepUp: false })
  .action(async ({ ctx }) => forgetDraft(ctx, { institution: await currentInstitutionId(ctx) }))
