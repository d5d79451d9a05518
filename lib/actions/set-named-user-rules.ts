"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { setNamedUserRules, setNamedUserRulesInput } from "@/lib/services/set-named-user-rules"
import { actionClient } from "./action-client"

/** Sets what Named Users are counted by and against. */
export const setNamedUserRulesAction = actionClient
  .metadata({ name: "set-named-user-rules", permission: "institution.manage", stepUp: true })
  .inputSchema(setNamedUserRulesInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => setNamedUserRules(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
