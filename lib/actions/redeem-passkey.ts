"use server"
import { redeemPasskey, redeemPasskeyInput } from "@/lib/services/redeem-passkey"
import { publicActionClient } from "./action-client"

/** A pick-up by passkey: its answer is the only place where the password stands. */
export const redeemPasskeyAction = publicActionClient
  .metadata({ name: "redeem-passkey", permission: "public" })
  .inputSchema(redeemPasskeyInput.omit({ address: true }))
  .action(({ parsedInput, ctx }) => redeemPasskey(ctx, { ...parsedInput, address: ctx.clientAddress }))
