"use server"
import { z } from "zod"
import { openHandCard } from "@/lib/services/open-hand-card"
import { actionClient } from "./action-client"

/** Opens the by-hand card of an account, or of the next free one, and claims it for two minutes. The service asks for a fresh code where a card will show a password. */
export const openHandCardAction = actionClient
  .metadata({ name: "open-hand-card", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid().optional() }))
  .action(({ parsedInput, ctx }) => openHandCard(ctx, parsedInput))
