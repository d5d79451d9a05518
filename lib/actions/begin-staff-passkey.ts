"use server"
import { z } from "zod"
import { beginStaffPasskey } from "@/lib/services/enrol-passkey"
import { publicActionClient } from "./action-client"

export const beginStaffPasskeyAction = publicActionClient
  .metadata({ name: "begin-staff-passkey", permission: "public" })
  .inputSchema(z.object({ ticket: z.string().max(200) }))
  .action(({ parsedInput, ctx }) => beginStaffPasskey(ctx, parsedInput))
