"use server"
import { deleteRoster, deleteRosterInput } from "@/lib/services/change-roster"
import { actionClient } from "./action-client"

/** Deletes a roster and its history. */
export const deleteRosterAction = actionClient
  .metadata({ name: "delete-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(deleteRosterInput)
  .action(async ({ parsedInput, ctx }) => deleteRoster(ctx, parsedInput))
