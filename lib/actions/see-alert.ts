"use server"
import { z } from "zod"
import { seeAlert } from "@/lib/services/see-alert"
import { actionClient } from "./action-client"

/** The signed-in person has seen to it: their name is kept with it. */
export const seeAlertAction = actionClient
  .metadata({ name: "see-alert", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ alertId: z.uuid() }))
  .action(({ parsedInput, ctx }) => seeAlert(ctx, parsedInput))
