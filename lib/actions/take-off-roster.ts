"use server"
import { takeOffRoster, takeOffRosterInput } from "@/lib/services/change-roster"
import { actionClient } from "./action-client"

/** Takes people off a roster. */
export const takeOffRosterAction = actionClient
  .metadata({ name: "take-off-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(takeOffRosterInput)
  .action(async ({ parsedInput, ctx }) => takeOffRoster(ctx, parsedInput))
