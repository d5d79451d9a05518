"use server"
import { z } from "zod"
import { endOutage } from "@/lib/services/end-outage"
import { actionClient } from "./action-client"

/** Ends the outage: codes die at once, every account goes back. */
export const endOutageAction = actionClient
  .metadata({ name: "end-outage", permission: "outage.end", stepUp: true })
  .inputSchema(z.object({ outageId: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await endOutage(ctx, parsedInput)
  })
