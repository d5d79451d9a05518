"use server"

import { makeRecoveryCodes } from "@/lib/services/make-recovery-codes"
import { actionClient } from "./action-client"

/** Ten codes to print, shown in this answer alone. */
export const makeRecoveryCodesAction = actionClient
  .metadata({ name: "make recovery codes", permission: "signed-in", stepUp: "whole" })
  .action(async ({ ctx }) => makeRecoveryCodes(ctx, { sessionId: ctx.session.id }))
