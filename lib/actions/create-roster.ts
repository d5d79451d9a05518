"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { createRoster, createRosterInput } from "@/lib/services/create-roster"
import { refreshRoster } from "@/lib/services/refresh-roster"
import { actionClient } from "./action-client"
import { inBackground } from "./in-background"

/** Makes a roster, and begins to read its people. */
export const createRosterAction = actionClient
  .metadata({ name: "create-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(createRosterInput.omit({ institution: true, replace: true }))
  .action(async ({ parsedInput, ctx }) => {
    const made = await createRoster(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput })
    inBackground("create-roster", refreshRoster(ctx, { rosterId: made.id }))
    return made
  })
