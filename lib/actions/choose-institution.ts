"use server"
import { z } from "zod"
import { chooseInstitution } from "@/lib/services/choose-institution"
import { actionClient } from "./action-client"

/** The pages of this session are of another institution of the person's from now on. */
export const chooseInstitutionAction = actionClient
  .metadata({ name: "choose-institution", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ institution: z.string().max(100) }))
  .action(async ({ parsedInput, ctx }) => chooseInstitution(ctx, { sessionId: ctx.session.id, institution: parsedInput.institution }))
