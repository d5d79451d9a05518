"use server"
import { z } from "zod"
import { currentInstitutionId } from "@/lib/auth/current-institution"
import { proveRoute } from "@/lib/services/prove-route"
import { actionClient } from "./action-client"

/** Begins the proof of the route on one consenting account; the runner goes on with it. */
export const proveRouteAction = actionClient
  .metadata({ name: "prove-route", permission: "institution.manage", stepUp: true })
  .inputSchema(z.object({ primaryId: z.string(), consent: z.string() }))
  .action(async ({ parsedInput, ctx }) => proveRoute(ctx, { ...parsedInput, institution: await currentInstitutionId(ctx) }))
