"use server"
import { z } from "zod"
import { tickByHand } from "@/lib/services/tick-by-hand"
import { actionClient } from "./action-client"

/** A person's written word that an account is done, where no key can read it. */
export const tickByHandAction = actionClient
  .metadata({ name: "tick-by-hand", permission: "outage.end", stepUp: true })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid(), words: z.string(), externalId: z.string().optional() }))
  .action(async ({ parsedInput, ctx }) => {
    await tickByHand(ctx, parsedInput)
  })
