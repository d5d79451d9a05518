"use server"

import { z } from "zod"
import { endOwnSessions } from "@/lib/services/end-own-sessions"
import { actionClient } from "./action-client"

/** One of the person's own sessions, or every one of them. */
export const endOwnSessionsAction = actionClient
  .metadata({ name: "end own sessions", permission: "signed-in", stepUp: false })
  .inputSchema(z.object({ sessionId: z.string().max(100).optional() }))
  .action(async ({ parsedInput, ctx }) => endOwnSessions(ctx, parsedInput))
