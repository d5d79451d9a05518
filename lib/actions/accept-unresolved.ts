"use server"
import { z } from "zod"
import { acceptUnresolved } from "@/lib/services/accept-unresolved"
import { actionClient } from "./action-client"

/** Closes an account that no machine could return, with a person's name and written reason. */
export const acceptUnresolvedAction = actionClient
  .metadata({ name: "accept-unresolved", permission: "outage.end", stepUp: true })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid(), reason: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await acceptUnresolved(ctx, parsedInput)
  })
