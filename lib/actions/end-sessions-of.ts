"use server"

import { z } from "zod"
import { endSessionsOf } from "@/lib/services/end-sessions-of"
import { actionClient } from "./action-client"

/** Signs another person out everywhere. */
export const endSessionsOfAction = actionClient
  .metadata({ name: "end sessions of", permission: "people.manage", stepUp: true })
  .inputSchema(z.object({ personId: z.string().max(100) }))
  .action(async ({ parsedInput, ctx }) => endSessionsOf(ctx, parsedInput))
