import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { StepContext } from "../step-context"

/** Alma documentation, Configuration API, "Sets": invalid set id, on reading (60107) and on deleting (402264). */
const NO_SUCH_SET = new Set(["60107", "402264"])

/** Whether Alma says that there is no such set. */
export function isNoSuchSet(answer: AlmaOutcome<unknown>): boolean {
  return answer.kind === "not_found" || (answer.kind === "refused" && NO_SUCH_SET.has(answer.error.code))
}

/**
 * Deletes a set. A refusal for any other reason, or a lost answer, proves nothing: then it is looked for.
 * @returns true only when the set is proved gone
 */
export async function deleteSet(ctx: StepContext, setId: string): Promise<boolean> {
  const deleted = await ctx.alma.deleteSet(setId)
  if (deleted.kind === "ok" || isNoSuchSet(deleted)) return true
  const worthALook = deleted.kind === "refused" || deleted.kind === "unknown"
  return worthALook && isNoSuchSet(await ctx.alma.getSet(setId))
}
