"use server"
import { z } from "zod"
import { returnAccounts } from "@/lib/services/return-accounts"
import { actionClient } from "./action-client"

/** Sends one person back to External before the outage ends. */
export const returnAccountAction = actionClient
  .metadata({ name: "return-account", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdId: z.uuid() }))
  .action(async ({ parsedInput: { outageId, holdId }, ctx }) => {
    await returnAccounts(ctx, { outageId, holdIds: [holdId] })
  })
