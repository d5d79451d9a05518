"use server"
import { finishInput, finishStaffPasskey } from "@/lib/services/enrol-passkey"
import { publicActionClient } from "./action-client"

export const finishStaffPasskeyAction = publicActionClient
  .metadata({ name: "finish-staff-passkey", permission: "public" })
  .inputSchema(finishInput)
  .action(({ parsedInput, ctx }) => finishStaffPasskey(ctx, parsedInput))
