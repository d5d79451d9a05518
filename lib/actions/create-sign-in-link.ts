"use server"

import { z } from "zod"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { actionClient } from "./action-client"

/** A sign-in link for a person, which stands in this answer alone. */
export const createSignInLinkAction = actionClient
  .metadata({ name: "create sign-in link", permission: "people.manage", stepUp: true })
  .inputSchema(z.object({ email: z.string().max(1000) }))
  .action(async ({ parsedInput, ctx }) => {
    const { url, expiresAt, opens } = await createSignInLink(ctx, parsedInput)
    return { url, expiresAt: expiresAt.toISOString(), opens }
  })
