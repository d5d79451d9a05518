"use server"
import { z } from "zod"
import { removeVoucher } from "@/lib/services/remove-voucher"
import { actionClient } from "./action-client"

export const removeVoucherAction = actionClient
  .metadata({ name: "remove-voucher", permission: "codes.issue", stepUp: true })
  .inputSchema(z.object({ pairId: z.uuid() }))
  .action(({ parsedInput, ctx }) => removeVoucher(ctx, parsedInput))
