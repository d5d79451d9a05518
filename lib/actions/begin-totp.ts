"use server"

import { toString as qrSvg } from "qrcode"
import { beginTotpEnrolment } from "@/lib/services/enrol-totp"
import { actionClient } from "./action-client"

/** A new seed to scan or type; nothing is changed until its first code is confirmed. */
export const beginTotpAction = actionClient
  .metadata({ name: "begin authenticator", permission: "signed-in", stepUp: false })
  .action(async ({ ctx }) => {
    const { secret, uri, pending } = await beginTotpEnrolment(ctx, { sessionId: ctx.session.id })
    return { secret, pending, qr: await qrSvg(uri, { type: "svg", margin: 2, errorCorrectionLevel: "M" }) }
  })
