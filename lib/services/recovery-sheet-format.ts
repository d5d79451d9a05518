import { createHmac, timingSafeEqual } from "node:crypto"
import { z } from "zod"
import type { Keyring } from "@/lib/db/keyring"
import type { SegmentList } from "@/lib/domain/account-facts"

const SEGMENT_LISTS = ["address", "email", "phone", "user_identifier", "user_note", "user_block", "user_statistic"] as const satisfies SegmentList[]

const accountSchema = z.object({
  primaryId: z.string(),
  name: z.string().nullable(),
  /** With the identifiers, tells a renamed person from another. */
  lastName: z.string(),
  externalId: z.string(),
  accountType: z.string(),
  segments: z.array(z.object({ list: z.enum(SEGMENT_LISTS), key: z.string(), segment: z.string() })),
  identifiers: z.array(z.object({ type: z.string(), value: z.string() })),
  state: z.string(),
  /** Whether Alma had been, or was about to be, asked to make it Internal: only then is it ever returned. */
  asked: z.boolean(),
  /** Whether it was on its way back already. */
  wantedBack: z.boolean(),
})
const sheetSchema = z.object({
  version: z.literal(2),
  outageId: z.uuid(),
  institution: z.string(),
  /** What /conf/general said; null where it was never learnt. */
  almaIdentity: z.string().nullable(),
  outage: z.object({
    reason: z.string(),
    since: z.iso.datetime(),
    expectedHours: z.number(),
    declaredAt: z.iso.datetime(),
    declaredBy: z.string(),
    drill: z.boolean(),
  }),
  number: z.number().int(),
  issuedAt: z.iso.datetime(),
  /** Of the database at that time; see architecture, "Storage". */
  epoch: z.number().nullable(),
  accounts: z.array(accountSchema),
})
export type RecoverySheet = z.infer<typeof sheetSchema>
export type SheetAccount = RecoverySheet["accounts"][number]

const BEGIN = "-----BEGIN LANTERN RECOVERY SHEET-----"
const END = "-----END LANTERN RECOVERY SHEET-----"

/** The part for a Lantern that lost its database: the facts and their signature. */
export function signedPart(keyring: Keyring, sheet: RecoverySheet): string {
  const block = Buffer.from(JSON.stringify(sheet)).toString("base64")
  return [BEGIN, ...(block.match(/.{1,76}/g) ?? []), END, `Signature: ${macOf(keyring, block).toString("hex")}`].join("\n")
}

/** `none`: no sheet at all; `refused`: a sheet that may be shown, and is never acted on. */
export type SheetRead = { ok: true; sheet: RecoverySheet } | { ok: false; kind: "none" | "refused"; why: string }

/** Whether this is a sheet of ours, unchanged. */
export function verifyRecoverySheet(keyring: Keyring, text: string): SheetRead {
  // The last ones: what people wrote may hold anything, and stands before.
  const from = text.lastIndexOf(BEGIN)
  const to = text.lastIndexOf(END)
  if (from < 0 || to < from) {
    return { ok: false, kind: "none", why: "This text has no part for Lantern: it is not a whole recovery sheet." }
  }
  const block = text.slice(from + BEGIN.length, to).replace(/[^A-Za-z0-9+/=]/g, "")
  const signature = /Signature:\s*([0-9a-f]{64})/i.exec(text.slice(to))?.[1]
  if (!signature) return { ok: false, kind: "refused", why: "The sheet's signature is missing." }
  if (!timingSafeEqual(Buffer.from(signature, "hex"), macOf(keyring, block))) {
    return { ok: false, kind: "refused", why: "The sheet was changed, or is not from this Lantern." }
  }
  const sheet = sheetSchema.safeParse(JSON.parse(Buffer.from(block, "base64").toString("utf8")))
  return sheet.success ? { ok: true, sheet: sheet.data } : { ok: false, kind: "refused", why: "The sheet is of another version of Lantern." }
}

function macOf(keyring: Keyring, block: string): Buffer {
  return createHmac("sha256", keyring.key("recovery-sheet")).update(block).digest()
}
