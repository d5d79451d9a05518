"use server"
import { z } from "zod"
import type { CredentialsView } from "@/lib/domain/views"
import { redeemCode } from "@/lib/services/redeem-code"
import { publicActionClient } from "./action-client"

const redeem = publicActionClient
  .metadata({ name: "redeem-code", permission: "public" })
  .inputSchema(z.object({ primaryId: z.string(), code: z.string() }))
  .action(({ parsedInput, ctx }) => redeemCode(ctx, { ...parsedInput, address: ctx.clientAddress }))

type PickupAnswer = { credentials: CredentialsView } | { error: string; primaryId: string } | null

/**
 * The pick-up form's action, with JavaScript or without: its answer is the only place where the
 * password stands.
 */
export async function redeemCodeAction(_before: PickupAnswer, form: FormData): Promise<PickupAnswer> {
  const primaryId = text(form, "primaryId")
  const result = await redeem({ primaryId, code: text(form, "code") })
  if (result?.data) return { credentials: result.data }
  return { error: result?.serverError?.message ?? "Fill in both fields. Nothing was used up.", primaryId: primaryId.slice(0, 255) }
}

/** Anybody can call an action, with anything instead of a form. */
function text(form: unknown, name: string): string {
  const value = form instanceof FormData ? form.get(name) : null
  return typeof value === "string" ? value : ""
}
