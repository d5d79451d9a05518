"use server"
import { z } from "zod"
import { keepHandCard } from "@/lib/services/open-hand-card"
import { actionClient } from "./action-client"

/** Keeps an open card one's own for two more minutes. */
export const keepHandCardAction = actionClient
  .metadata({ name: "keep-hand-card", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid() }))
  .action(async ({ parsedInput, ctx }) => ({ mine: await keepHandCard(ctx, parsedInput) }))
