"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { readAlmaRoles, readAlmaRolesInput } from "@/lib/services/read-role-names"
import { actionClient } from "./action-client"

/** Every role of this Alma, and whether it makes a Named User. Changes nothing. */
export const readAlmaRolesAction = actionClient
  .metadata({ name: "read-alma-roles", permission: "outage.declare", stepUp: false })
  .inputSchema(readAlmaRolesInput.omit({ institution: true }))
  .action(async ({ ctx }) => readAlmaRoles(ctx, { institution: await currentInstitutionId(ctx) }))
