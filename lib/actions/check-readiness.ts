"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { CHECK_IDS } from "@/lib/domain/checks"
import { checkAgain } from "@/lib/services/check-institution"
import { actionClient } from "./action-client"

/** Looks at everything that an outage will need, or at some of it. Changes nothing in Alma. */
export const checkReadinessAction = actionClient
  .metadata({ name: "check-readiness", permission: "outage.declare", stepUp: false })
  .inputSchema(z.object({ only: z.array(z.enum(CHECK_IDS)).min(1).optional() }))
  .action(async ({ parsedInput, ctx }) => {
    const { checks } = await checkAgain(ctx, { institution: await currentInstitutionId(ctx), ...parsedInput })
    return { notReady: checks.filter((check) => check.status !== "ok").length }
  })
