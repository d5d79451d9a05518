"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { declareOutage } from "@/lib/services/declare-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { actionClient } from "./action-client"

const input = z.object({
  reason: z.string(),
  since: z.iso.datetime({ offset: true }).optional(),
  hours: z.number(),
  text: z.string(),
  drill: z.boolean().default(false),
  confirmCount: z.number().int(),
})

/** Declares an outage and begins to switch its accounts: the confirmed click. */
export const declareOutageAction = actionClient
  .metadata({ name: "declare-outage", permission: "outage.declare", stepUp: true })
  .inputSchema(input)
  .action(async ({ parsedInput: { since, ...rest }, ctx }) => {
    const institution = await currentInstitutionId(ctx)
    const outageId = await declareOutage(ctx, { institution, ...rest, acceptPreview: true, ...(since && { since: new Date(since) }) })
    await switchAccounts(ctx, { outageId })
    return { outageId }
  })
