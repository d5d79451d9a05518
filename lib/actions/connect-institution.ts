"use server"
import { z } from "zod"
import { connectInstitution } from "@/lib/services/change-institution"
import { chooseInstitution } from "@/lib/services/choose-institution"
import { actionClient } from "./action-client"

/** Shapes only: what is wrong with a value, the service says in a sentence. */
const text = z.string().max(5_000)

/**
 * Enters another institution with its key, for those who manage every institution of this Lantern. From then on the
 * pages of their session are of it: what is left to connect stands there.
 */
export const connectInstitutionAction = actionClient
  .metadata({ name: "connect-institution", permission: "institution.manage", stepUp: true })
  .inputSchema(z.object({ code: text, name: text, apiUrl: text, apiKey: text, almaCode: text, loginUrl: text }))
  .action(async ({ parsedInput, ctx }) => {
    const connected = await connectInstitution(ctx, parsedInput)
    await chooseInstitution(ctx, { sessionId: ctx.session.id, institution: connected.id })
    return connected
  })
