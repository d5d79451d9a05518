"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { offerUserGroups, offerUserGroupsInput } from "@/lib/services/offer-user-groups"
import { actionClient } from "./action-client"

/** The user groups that Alma has, to choose from. Changes nothing. */
export const offerUserGroupsAction = actionClient
  .metadata({ name: "offer-user-groups", permission: "outage.declare", stepUp: false })
  .inputSchema(offerUserGroupsInput.omit({ institution: true }))
  .action(async ({ ctx }) => offerUserGroups(ctx, { institution: await currentInstitutionId(ctx) }))
