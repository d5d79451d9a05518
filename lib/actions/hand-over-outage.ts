"use server"
import { z } from "zod"
import { handOverOutage } from "@/lib/services/hand-over-outage"
import { actionClient } from "./action-client"

/** Makes this person the one who sees to the outage. */
export const handOverOutageAction = actionClient
  .metadata({ name: "hand-over-outage", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), personId: z.uuid() }))
  .action(async ({ parsedInput, ctx }) => {
    await handOverOutage(ctx, parsedInput)
  })
