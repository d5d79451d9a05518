"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { checkInBackupAdmin, checkInBackupAdminInput } from "@/lib/services/check-in-backup-admin"
import { actionClient } from "./action-client"

/** Gives a back-up admin account back: it gets a new password. */
export const checkInBackupAdminAction = actionClient
  .metadata({ name: "check-in-backup-admin", permission: "outage.declare", stepUp: true })
  .inputSchema(checkInBackupAdminInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => checkInBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
