"use server"
import { z } from "zod"
import { printCard } from "@/lib/services/print-card"
import { publicActionClient } from "./action-client"

/** The code of a recovery card. It is in this answer and nowhere else. */
export const printCardAction = publicActionClient
  .metadata({ name: "print-card", permission: "public" })
  .inputSchema(z.object({ ticket: z.string().max(200) }))
  .action(({ parsedInput, ctx }) => printCard(ctx, parsedInput))
