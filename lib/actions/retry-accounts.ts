"use server"
import { z } from "zod"
import { tryAllAgain } from "@/lib/services/try-all-again"
import { actionClient } from "./action-client"

/** Tries again for several accounts that need a person. */
export const retryAccountsAction = actionClient
  .metadata({ name: "retry-accounts", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdIds: z.array(z.uuid()).min(1).max(10_000) }))
  .action(async ({ parsedInput, ctx }) => {
    await tryAllAgain(ctx, parsedInput)
  })
