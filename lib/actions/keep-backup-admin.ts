"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { keepBackupAdmin, keepBackupAdminInput } from "@/lib/services/keep-backup-admin"
import { actionClient } from "./action-client"

/** Names an account of Alma as a back-up admin. */
export const keepBackupAdminAction = actionClient
  .metadata({ name: "keep-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(keepBackupAdminInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => keepBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
