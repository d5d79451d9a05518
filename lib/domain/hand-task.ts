import type { HoldState } from "./states"

/** What a person does to one account in Alma's own screen. */
export type HandTask = "switch" | "return"

/** A card stays a person's own this long after it was last seen open. */
export const HAND_CARD_SECONDS = 120

interface HandHold {
  state: HoldState
  desired: "none" | "internal" | "external"
  observedType: string | null
  observedAt: Date | null
  intendedAt: Date | null
  acceptedAt: Date | null
}

/**
 * Whether an account is to be done by hand, and what. Only one whose original facts and intent are
 * written down: nobody is sent to Alma's screen before that, and only one last seen External, or which no key
 * could read yet, is switched.
 */
export function handTask(hold: HandHold): HandTask | null {
  if (hold.state !== "needs_person" || hold.acceptedAt !== null || hold.intendedAt === null) return null
  // Once an end is wanted, what was last read may be old: the person looks.
  if (hold.desired === "external") return "return"
  const mayBeExternal = hold.observedType === "EXTERNAL" || hold.observedAt === null
  return hold.desired === "internal" && mayBeExternal ? "switch" : null
}

/** Alma's account type that the task leads to. */
export function wantedType(task: HandTask): "INTERNAL" | "EXTERNAL" {
  return task === "switch" ? "INTERNAL" : "EXTERNAL"
}
