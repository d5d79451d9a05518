"use server"
import { z } from "zod"
import { returnAccounts } from "@/lib/services/return-accounts"
import { actionClient } from "./action-client"

/** Sends some people back to External before the outage ends. */
export const returnAccountsAction = actionClient
  .metadata({ name: "return-accounts", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdIds: z.array(z.uuid()).min(1).max(10_000) }))
  .action(async ({ parsedInput, ctx }) => {
    await returnAccounts(ctx, parsedInput)
  })
