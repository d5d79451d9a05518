"use server"

import { untieCampusLogin } from "@/lib/services/untie-campus-login"
import { actionClient } from "./action-client"

export const untieCampusLoginAction = actionClient
  .metadata({ name: "untie campus login", permission: "signed-in", stepUp: "whole" })
  .action(async ({ ctx }) => {
    await untieCampusLogin(ctx, { sessionId: ctx.session.id })
    return { done: true }
  })
