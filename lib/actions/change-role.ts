"use server"

import { z } from "zod"
import { ROLES } from "@/lib/domain/actor"
import { changeRole } from "@/lib/services/change-role"
import { actionClient } from "./action-client"

/** Another role in one place, or none; their sessions end at once. */
export const changeRoleAction = actionClient
  .metadata({ name: "change role", permission: "people.manage", stepUp: true })
  .inputSchema(z.object({ personId: z.string().max(100), institutionCode: z.string().max(20).nullable(), role: z.enum(ROLES).nullable() }))
  .action(async ({ parsedInput: { personId, ...change }, ctx }) => changeRole(ctx, { person: { personId }, ...change }))
