"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { offerSisProfiles } from "@/lib/services/offer-sis-profiles"
import { actionClient } from "./action-client"

/** The user loads that Alma knows, to choose from. Changes nothing. */
export const offerSisProfilesAction = actionClient
  .metadata({ name: "offer-sis-profiles", permission: "institution.manage", stepUp: true })
  .inputSchema(z.object({ institution: z.string().max(100).optional() }))
  .action(async ({ parsedInput: { institution }, ctx }) => offerSisProfiles(ctx, { institution: institution ?? (await currentInstitutionId(ctx)) }))
