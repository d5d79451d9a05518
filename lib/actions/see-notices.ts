"use server"

import { seeNotices } from "@/lib/services/see-notices"
import { actionClient } from "./action-client"

export const seeNoticesAction = actionClient
  .metadata({ name: "see notices", permission: "signed-in", stepUp: false })
  .action(async ({ ctx }) => seeNotices(ctx))
