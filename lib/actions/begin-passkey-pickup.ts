"use server"
import { z } from "zod"
import { beginPasskeyPickup } from "@/lib/services/redeem-passkey"
import { publicActionClient } from "./action-client"

export const beginPasskeyPickupAction = publicActionClient
  .metadata({ name: "begin-passkey-pickup", permission: "public" })
  .inputSchema(z.object({ primaryId: z.string() }))
  .action(({ parsedInput, ctx }) => beginPasskeyPickup(ctx, { ...parsedInput, address: ctx.clientAddress }))
