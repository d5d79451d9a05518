"use server"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { makeBackupAdmin, makeBackupAdminInput } from "@/lib/services/make-backup-admin"
import { actionClient } from "./action-client"

/** Makes the back-up admin account that was previewed. Answers its password, once. */
export const makeBackupAdminAction = actionClient
  .metadata({ name: "make-backup-admin", permission: "institution.manage", stepUp: true })
  .inputSchema(makeBackupAdminInput.omit({ institution: true }))
  .action(async ({ parsedInput, ctx }) => makeBackupAdmin(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput }))
