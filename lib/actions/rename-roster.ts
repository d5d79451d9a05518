"use server"
import { renameRoster, renameRosterInput } from "@/lib/services/change-roster"
import { actionClient } from "./action-client"

/** Gives a roster another name. */
export const renameRosterAction = actionClient
  .metadata({ name: "rename-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(renameRosterInput)
  .action(async ({ parsedInput, ctx }) => renameRoster(ctx, parsedInput))
