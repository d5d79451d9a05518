"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { searchStaff } from "@/lib/services/search-staff"
import { actionClient } from "./action-client"

/** People in Alma by name or Primary ID. Changes nothing; an action because it asks Alma for a signed-in person. */
export const searchStaffAction = actionClient
  .metadata({ name: "search-staff", permission: "outage.declare", stepUp: false })
  .inputSchema(z.object({ text: z.string() }))
  .action(async ({ parsedInput, ctx }) => ({
    people: await searchStaff(ctx, { institution: await currentInstitutionId(ctx), text: parsedInput.text }),
  }))
