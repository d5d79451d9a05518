"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { continueNamedUserCount } from "@/lib/services/continue-named-user-count"
import { startNamedUserCount, startNamedUserCountInput } from "@/lib/services/start-named-user-count"
import { actionClient } from "./action-client"
import { inBackground } from "./in-background"

/** Begins to count Named Users; the page follows it. Changes nothing in Alma. */
export const countNamedUsersAction = actionClient
  .metadata({ name: "count-named-users", permission: "outage.declare", stepUp: false })
  .inputSchema(startNamedUserCountInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => {
    const started = await startNamedUserCount(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput })
    inBackground("count-named-users", continueNamedUserCount(ctx, started.id))
    return started
  })
