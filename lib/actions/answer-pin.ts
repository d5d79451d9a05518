"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { PIN_ANSWERS } from "@/lib/domain/route-proof"
import { answerPin } from "@/lib/services/answer-pin"
import { actionClient } from "./action-client"

/** What the canary's owner says of their PIN after a proof. */
export const answerPinAction = actionClient
  .metadata({ name: "answer-pin", permission: "institution.manage", stepUp: true })
  .inputSchema(z.object({ proofId: z.uuid(), answer: z.enum(PIN_ANSWERS) }))
  .action(async ({ parsedInput, ctx }) => {
    await answerPin(ctx, { ...parsedInput, institution: await currentInstitutionId(ctx) })
  })
