"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { checkOutBackupAdmin, checkOutBackupAdminInput } from "@/lib/services/check-out-backup-admin"
import { actionClient } from "./action-client"

/** Lends a back-up admin account to the person, and answers its password. */
export const checkOutBackupAdminAction = actionClient
  .metadata({ name: "check-out-backup-admin", permission: "outage.declare", stepUp: true })
  .inputSchema(checkOutBackupAdminInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => checkOutBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
