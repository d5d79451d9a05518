"use server"
import { z } from "zod"
import { refreshRoster } from "@/lib/services/refresh-roster"
import { actionClient } from "./action-client"
import { inBackground } from "./in-background"

/** Begins to read a roster's people in Alma; answers as soon as it has begun. Changes nothing there. */
export const refreshRosterAction = actionClient
  .metadata({ name: "refresh-roster", permission: "outage.declare", stepUp: false })
  .inputSchema(z.object({ rosterId: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await new Promise<void>((resolve, reject) => {
      const done = refreshRoster(ctx, parsedInput, { onBegin: resolve })
      done.catch(reject)
      inBackground("refresh-roster", done)
    })
  })
