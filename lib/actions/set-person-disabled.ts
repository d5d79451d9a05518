"use server"

import { z } from "zod"
import { setPersonDisabled } from "@/lib/services/set-person-disabled"
import { actionClient } from "./action-client"

/** Disables a person, whose sessions end at once, or lets them in again. */
export const setPersonDisabledAction = actionClient
  .metadata({ name: "set person disabled", permission: "people.manage", stepUp: true })
  .inputSchema(z.object({ personId: z.string().max(100), disabled: z.boolean() }))
  .action(async ({ parsedInput: { personId, disabled }, ctx }) => setPersonDisabled(ctx, { person: { personId }, disabled }))
