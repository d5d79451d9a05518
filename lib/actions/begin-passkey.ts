"use server"

import { beginPasskey } from "@/lib/services/register-passkey"
import { actionClient } from "./action-client"

/** What the browser is to make; nothing is changed until its answer is confirmed. */
export const beginPasskeyAction = actionClient
  .metadata({ name: "begin passkey", permission: "signed-in", stepUp: false })
  .action(async ({ ctx }) => beginPasskey(ctx, { sessionId: ctx.session.id }))
