"use server"
import { z } from "zod"
import { noteNotice } from "@/lib/services/note-notice"
import { actionClient } from "./action-client"

/** The notice for staff was looked at: a step of a drill. */
export const noteNoticeAction = actionClient
  .metadata({ name: "note-notice", permission: "outage.change", stepUp: false })
  .inputSchema(z.object({ outageId: z.string() }))
  .action(async ({ parsedInput, ctx }) => {
    await noteNotice(ctx, parsedInput)
  })
