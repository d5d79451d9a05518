"use server"
import { addToRoster, addToRosterInput } from "@/lib/services/change-roster"
import { actionClient } from "./action-client"

/** Puts people on a roster. */
export const addToRosterAction = actionClient
  .metadata({ name: "add-to-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(addToRosterInput)
  .action(async ({ parsedInput, ctx }) => addToRoster(ctx, parsedInput))
