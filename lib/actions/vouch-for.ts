"use server"
import { z } from "zod"
import type { VouchedView } from "@/lib/domain/views"
import { vouchFor } from "@/lib/services/vouch-for"
import { publicActionClient } from "./action-client"

const vouch = publicActionClient
  .metadata({ name: "vouch-for", permission: "public" })
  .inputSchema(z.object({ primaryId: z.string(), code: z.string(), forId: z.string() }))
  .action(({ parsedInput, ctx }) => vouchFor(ctx, { ...parsedInput, address: ctx.clientAddress }))

type VouchAnswer = { vouched: VouchedView } | { error: string; primaryId: string; forId: string } | null

/** The form's action, with JavaScript or without: its answer is the only place where the code stands. */
export async function vouchForAction(_before: VouchAnswer, form: FormData): Promise<VouchAnswer> {
  const [primaryId, forId] = [text(form, "primaryId"), text(form, "forId")]
  const result = await vouch({ primaryId, code: text(form, "code"), forId })
  if (result?.data) return { vouched: result.data }
  const error = result?.serverError?.message ?? "Fill in all three fields. Nothing was made."
  return { error, primaryId: primaryId.slice(0, 255), forId: forId.slice(0, 255) }
}

/** Anybody can call an action, with anything instead of a form. */
function text(form: unknown, name: string): string {
  const value = form instanceof FormData ? form.get(name) : null
  return typeof value === "string" ? value : ""
}
