"use server"
import { namedUserCountInput, stopNamedUserCount } from "@/lib/services/start-named-user-count"
import { actionClient } from "./action-client"

/** Stops a running count; what was read is kept. */
export const stopNamedUserCountAction = actionClient
  .metadata({ name: "stop-named-user-count", permission: "outage.declare", stepUp: false })
  .inputSchema(namedUserCountInput)
  .action(async ({ parsedInput, ctx }) => stopNamedUserCount(ctx, parsedInput))
