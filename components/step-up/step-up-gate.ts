import type { SecondFactor } from "@/lib/domain/actor"

export interface StepUpQuestion {
  /** What this person can give. */
  by: SecondFactor["by"]
  /** Their password is asked for with it. */
  whole: boolean
  /** It was asked for just now, and what was given was not enough. */
  again: boolean
}

type Ask = (question: StepUpQuestion) => Promise<boolean>

let ask: Ask | null = null
let open: Promise<boolean> | null = null

/** The page's one dialog takes the questions from now on. @returns what takes it away again */
export function onStepUpAsked(dialog: Ask): () => void {
  ask = dialog
  return () => {
    if (ask === dialog) ask = null
  }
}

/** Asks the person for a fresh second factor. False when they'd rather not, and on pages that have no dialog for it. */
export async function askForStepUp(question: StepUpQuestion): Promise<boolean> {
  // Two actions that need it at once are one question.
  open ??= ask?.(question) ?? Promise.resolve(false)
  try {
    return await open
  } finally {
    open = null
  }
}
