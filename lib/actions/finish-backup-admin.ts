"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { ofBackupAdmin } from "@/lib/services/find-backup-admin"
import { finishBackupAdmin } from "@/lib/services/make-backup-admin"
import { actionClient } from "./action-client"

/** Looks what became of an account whose making was never answered. */
export const finishBackupAdminAction = actionClient
  .metadata({ name: "finish-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(ofBackupAdmin.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => finishBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
