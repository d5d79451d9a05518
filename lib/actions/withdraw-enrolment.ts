"use server"
import { z } from "zod"
import { withdrawEnrolment } from "@/lib/services/withdraw-enrolment"
import { actionClient } from "./action-client"

export const withdrawEnrolmentAction = actionClient
  .metadata({ name: "withdraw-enrolment", permission: "codes.issue", stepUp: true })
  .inputSchema(z.object({ enrolmentId: z.uuid() }))
  .action(({ parsedInput, ctx }) => withdrawEnrolment(ctx, parsedInput))
