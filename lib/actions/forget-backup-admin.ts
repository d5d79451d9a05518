"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { ofBackupAdmin } from "@/lib/services/find-backup-admin"
import { forgetBackupAdmin } from "@/lib/services/keep-backup-admin"
import { actionClient } from "./action-client"

/** Takes an account off the list of back-up admins. */
export const forgetBackupAdminAction = actionClient
  .metadata({ name: "forget-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(ofBackupAdmin.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => forgetBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
