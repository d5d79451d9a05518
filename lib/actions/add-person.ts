"use server"

import { z } from "zod"
import { ROLES } from "@/lib/domain/actor"
import { addPerson } from "@/lib/services/add-person"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { actionClient } from "./action-client"

/** Adds a person, and makes their set-up link, which stands in this answer alone. */
export const addPersonAction = actionClient
  .metadata({ name: "add person", permission: "people.manage", stepUp: true })
  .inputSchema(z.object({ email: z.string().max(1000), name: z.string().max(1000), role: z.enum(ROLES), institutionCode: z.string().max(20).optional() }))
  .action(async ({ parsedInput, ctx }) => {
    const { linkOwed } = await addPerson(ctx, parsedInput)
    if (!linkOwed) return { link: null }
    const { url, expiresAt, opens } = await createSignInLink(ctx, { email: parsedInput.email })
    return { link: { url, expiresAt: expiresAt.toISOString(), opens } }
  })
