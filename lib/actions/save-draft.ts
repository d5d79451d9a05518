"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { declareDraft } from "@/lib/domain/declare-draft"
import { saveDraft } from "@/lib/services/save-draft"
import { actionClient } from "./action-client"

/** Keeps what changed in an unfinished declaration. */
export const saveDraftAction = actionClient
  .metadata({ name: "save-draft", permission: "outage.declare", stepUp: false })
  .inputSchema(z.object({ change: declareDraft.partial() }))
  .action(async ({ parsedInput, ctx }) => saveDraft(ctx, { institution: await currentInstitutionId(ctx), change: parsedInput.change }))
