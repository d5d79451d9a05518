"use server"

import { cookies } from "next/headers"
import { cookiesOf } from "@/lib/auth/cookies"
import { AppError } from "@/lib/domain/errors"
import { campusSettings, env } from "@/lib/env"
import { beginCampusTie } from "@/lib/services/tie-campus-login"
import { actionClient } from "./action-client"

/** From now on, for 5 minutes, a campus sign-on that comes back to this browser is tied to who is signed in. */
export const beginCampusTieAction = actionClient
  .metadata({ name: "begin campus tie", permission: "signed-in", stepUp: "whole" })
  .action(async ({ ctx }) => {
    if (campusSettings(env()) === null) throw new AppError("refused", "This Lantern has no campus sign-on. Nothing was changed.")
    const { tie } = await beginCampusTie(ctx, { sessionId: ctx.session.id })
    const { campusTie } = cookiesOf(ctx.settings.publicUrl)
    ;(await cookies()).set(campusTie.name, tie, campusTie.options)
    return { begun: true }
  })
