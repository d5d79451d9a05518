"use server"
import { z } from "zod"
import { handOverByHand } from "@/lib/services/hand-over-by-hand"
import { actionClient } from "./action-client"

/** The password typed by hand was given to its person. The password itself never comes here. */
export const handOverByHandAction = actionClient
  .metadata({ name: "hand-over-by-hand", permission: "codes.issue", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid() }))
  .action(async ({ parsedInput, ctx }) => {
    await handOverByHand(ctx, parsedInput)
  })
