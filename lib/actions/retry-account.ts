"use server"
import { z } from "zod"
import { tryAgain } from "@/lib/services/try-again"
import { actionClient } from "./action-client"

/** Tries again for one account that needs a person; a return begins with a read. */
export const retryAccountAction = actionClient
  .metadata({ name: "retry-account", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid() }))
  .action(async ({ parsedInput, ctx }) => {
    await tryAgain(ctx, parsedInput)
  })
