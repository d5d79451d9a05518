"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { nameVoucher, voucherInput } from "@/lib/services/name-voucher"
import { actionClient } from "./action-client"

export const nameVoucherAction = actionClient
  .metadata({ name: "name-voucher", permission: "codes.issue", stepUp: true })
  .inputSchema(voucherInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => nameVoucher(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
