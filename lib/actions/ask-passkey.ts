"use server"

import { askPasskeyForStepUp } from "@/lib/services/ask-passkey"
import { actionClient } from "./action-client"

/** What this person's browser is to sign for a fresh second factor. */
export const askPasskeyAction = actionClient
  .metadata({ name: "ask passkey", permission: "signed-in", stepUp: false })
  .action(async ({ ctx }) => askPasskeyForStepUp(ctx))
