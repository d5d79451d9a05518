"use server"
import { continueNamedUserCount } from "@/lib/services/continue-named-user-count"
import { namedUserCountInput, resumeNamedUserCount } from "@/lib/services/start-named-user-count"
import { actionClient } from "./action-client"
import { inBackground } from "./in-background"

/** Goes on with a stopped or failed count where it stood. */
export const resumeNamedUserCountAction = actionClient
  .metadata({ name: "resume-named-user-count", permission: "outage.declare", stepUp: false })
  .inputSchema(namedUserCountInput)
  .action(async ({ parsedInput, ctx }) => {
    await resumeNamedUserCount(ctx, parsedInput)
    inBackground("resume-named-user-count", continueNamedUserCount(ctx, parsedInput.countId))
  })
