import { pageInstitution } from "@/components/shell/page-institution"
import { askForStepUp } from "@/components/step-up/step-up-gate"
import type { SecondFactor } from "@/lib/domain/actor"

/** What an action of lib/actions answers; `serverError` carries a sentence for people. */
export interface ActionResult<T> {
  data?: T
  serverError?: { code: string; message: string; by?: SecondFactor["by"]; whole?: boolean }
  validationErrors?: unknown
}

/** An action of lib/actions, as components call it. */
export type Action<Input, T> = (input: Input) => Promise<ActionResult<T>>

export type Ran<T> = { ok: true; data: T } | { ok: false; error: string }

const NO_ANSWER =
  "Lantern did not answer, so it is not known whether this was done. The page shows what is true as soon as it can be read again. Look there before you try again."
const NOT_UNDERSTOOD = "Lantern did not understand what was filled in. Nothing was changed. Please look it over and try again."

/**
 * Runs an action and gives back its data, or the one sentence to show beside its form. It is told which institution the
 * page is of, and concerns that one whatever is shown elsewhere by then. Where it needs a fresh second factor, the person
 * is asked for one and it is run again. Never throws.
 */
export async function runAction<Input, T>(action: Action<Input, T>, input: Input): Promise<Ran<T>> {
  const told = ofThisPage(input)
  for (let again = false; ; again = true) {
    let result: ActionResult<T> | undefined
    try {
      result = await action(told)
    } catch {
      return { ok: false, error: NO_ANSWER }
    }
    const refused = result?.serverError
    if (refused?.code === "step_up_required" && (await askForStepUp({ by: refused.by ?? "link", whole: refused.whole ?? false, again }))) continue
    if (refused) return { ok: false, error: refused.message }
    if (result?.validationErrors) return { ok: false, error: NOT_UNDERSTOOD }
    // An action without an answer of its own comes back with `data` undefined: that is a success.
    return { ok: true, data: result?.data as T }
  }
}

/** What an action is told besides its own input; an institution that the input names stands. */
function ofThisPage<Input>(input: Input): Input {
  const institution = pageInstitution()
  if (institution === null || (input !== undefined && !isPlain(input))) return input
  // Wider than its type says: each action takes of it what its schema knows.
  return { institution, ...input } as Input
}

function isPlain(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && Object.getPrototypeOf(input) === Object.prototype
}
