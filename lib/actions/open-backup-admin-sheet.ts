"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { ofBackupAdmin } from "@/lib/services/find-backup-admin"
import { openBackupAdminSheet } from "@/lib/services/open-backup-admin-sheet"
import { actionClient } from "./action-client"

/** The sheet for the safe, with the password. */
export const openBackupAdminSheetAction = actionClient
  .metadata({ name: "open-backup-admin-sheet", permission: "institution.manage", stepUp: true })
  .inputSchema(ofBackupAdmin.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => openBackupAdminSheet(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
