"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { previewBackupAdmin, previewBackupAdminInput } from "@/lib/services/preview-backup-admin"
import { actionClient } from "./action-client"

/** What making a back-up admin account would send to Alma, field by field. */
export const previewBackupAdminAction = actionClient
  .metadata({ name: "preview-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(previewBackupAdminInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => previewBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
