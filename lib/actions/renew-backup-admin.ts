"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { ofBackupAdmin } from "@/lib/services/find-backup-admin"
import { renewBackupAdmin } from "@/lib/services/check-in-backup-admin"
import { actionClient } from "./action-client"

/** Lets Lantern set a new password for a back-up admin that nobody has. */
export const renewBackupAdminAction = actionClient
  .metadata({ name: "renew-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(ofBackupAdmin.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => renewBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
