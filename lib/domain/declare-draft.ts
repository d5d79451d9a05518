import { z } from "zod"
import { VERDICTS, type Verdict } from "./states"
import { triageView } from "./triage"

const previewAccount = z.object({
  primaryId: z.string(),
  name: z.string().nullable(),
  department: z.string().nullable(),
  verdict: z.enum(VERDICTS),
  reason: z.string(),
})

/** What a person has filled in of a declaration so far; kept until it is declared or thrown away. */
export const declareDraft = z.object({
  step: z.enum(["details", "choose", "preview"]),
  /** What it looked like when sign-on was last tried. */
  triage: triageView.nullable(),
  reason: z.string().max(500),
  /** Wall clock in the institution's time zone, as `<input type="datetime-local">` has it. */
  since: z.string().max(40),
  hours: z.string().max(20),
  drill: z.boolean(),
  /** Found in Alma and taken. */
  picked: z.array(z.object({ primaryId: z.string().max(255), name: z.string().max(500) })).max(20_000),
  /** Ids of rosters. */
  rosters: z.array(z.uuid()).max(200),
  pasted: z.string(),
  files: z.array(z.object({ name: z.string().max(255), text: z.string() })).max(50),
  preview: z
    .object({
      accounts: z.array(previewAccount),
      counts: z.custom<Record<Verdict, number>>((value) => typeof value === "object" && value !== null),
    })
    .nullable(),
  /** Primary IDs that shall not be switched although they stand on the list. */
  leftOut: z.array(z.string().max(255)).max(20_000),
  previewedAt: z.string().max(40).nullable(),
})
export type DeclareDraft = z.infer<typeof declareDraft>

/** Characters that one person's draft may have as JSON: the largest list with its preview fits. */
export const DRAFT_LIMIT = 5_000_000
