"use server"
import { z } from "zod"
import { leaveHandCards } from "@/lib/services/open-hand-card"
import { actionClient } from "./action-client"

/** Frees the cards that this person had open. */
export const leaveHandCardsAction = actionClient
  .metadata({ name: "leave-hand-cards", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await leaveHandCards(ctx, parsedInput)
  })
