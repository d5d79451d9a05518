"use server"
import { z } from "zod"
import { checkByHand } from "@/lib/services/check-by-hand"
import { actionClient } from "./action-client"

/** Reads an account that was done by hand now, and says what Alma says. */
export const checkByHandAction = actionClient
  .metadata({ name: "check-by-hand", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid() }))
  .action(({ parsedInput, ctx }) => checkByHand(ctx, parsedInput))
