"use server"
import { z } from "zod"
import { addAccounts } from "@/lib/services/add-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { actionClient } from "./action-client"

/** Adds late joiners and begins to switch them. */
export const addAccountsAction = actionClient
  .metadata({ name: "add-accounts", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), text: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    const result = await addAccounts(ctx, parsedInput)
    await switchAccounts(ctx, { outageId: parsedInput.outageId })
    return result
  })
