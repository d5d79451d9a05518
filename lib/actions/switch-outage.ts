"use server"
import { z } from "zod"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { actionClient } from "./action-client"

/** Switches whoever waits, and tries again where a switch came to nothing. */
export const switchOutageAction = actionClient
  .metadata({ name: "switch-outage", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await switchAccounts(ctx, parsedInput)
  })
