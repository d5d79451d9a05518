"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { LATER_STEPS } from "@/lib/domain/connect-steps"
import { ROUTES } from "@/lib/domain/states"
import { changeInstitution } from "@/lib/services/change-institution"
import { actionClient } from "./action-client"

/** Shapes only: what is wrong with a value, the service says in a sentence. */
const text = z.string().max(5_000).optional()
const input = z.object({
  institution: text, name: text, apiUrl: text, apiKey: text, almaCode: text, loginUrl: text, ssoUrl: text, ssoMetadataUrl: text,
  timeZone: text, sisProfile: text, sisGroups: z.array(z.string().max(1_000)).max(1_000).optional(), helpContact: text,
  rate: z.number().optional(), route: z.enum(ROUTES).optional(), step: z.enum(LATER_STEPS).optional(),
})

/** Changes what is set of an institution, the current one unless said, and tries it at once. */
export const changeInstitutionAction = actionClient
  .metadata({ name: "change-institution", permission: "institution.manage", stepUp: true })
  .inputSchema(input)
  .action(async ({ parsedInput, ctx }) =>
    changeInstitution(ctx, { ...parsedInput, institution: parsedInput.institution ?? (await currentInstitutionId(ctx)) }),
  )
