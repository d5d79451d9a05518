"use server"
import { z } from "zod"
import { openEnrolment } from "@/lib/services/open-enrolment"
import { publicActionClient } from "./action-client"

/** A member of staff opens their link: it is used up by it. */
export const openEnrolmentAction = publicActionClient
  .metadata({ name: "open-enrolment", permission: "public" })
  .inputSchema(z.object({ token: z.string().max(200) }))
  .action(({ parsedInput, ctx }) => openEnrolment(ctx, parsedInput))
