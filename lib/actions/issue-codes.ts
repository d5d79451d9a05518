"use server"
import { z } from "zod"
import { issueCodes } from "@/lib/services/issue-codes"
import { actionClient } from "./action-client"

/** Makes pick-up codes. They are in this answer and nowhere else. */
export const issueCodesAction = actionClient
  .metadata({ name: "issue-codes", permission: "codes.issue", stepUp: false })
  .inputSchema(z.object({ outageId: z.string(), holdIds: z.array(z.uuid()).max(10_000).optional(), kind: z.enum(["slip", "live"]) }))
  .action(async ({ parsedInput, ctx }) => ({ codes: await issueCodes(ctx, parsedInput) }))
