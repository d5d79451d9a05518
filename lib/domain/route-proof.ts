import type { Route } from "./states"

/** What a proof of a route does, in this order. */
const PROOF_STEPS = ["before", "switch", "password", "login", "return", "compare"] as const
export type ProofStepId = (typeof PROOF_STEPS)[number]
export type ProofStepState = "waiting" | "doing" | "done" | "failed" | "skipped"

export interface ProofStep {
  id: ProofStepId
  state: ProofStepState
  /** When it came to this state, ISO 8601 in UTC; null while it waits. */
  at: string | null
  /** What was found, in a sentence. */
  text: string | null
  /** Of the comparison: each field that isn't as it was. */
  differences?: string[]
}

export const PROOF_STEP_TITLES: Record<ProofStepId, string> = {
  before: "The whole record read and sealed",
  switch: "Switched to Internal",
  password: "A temporary password set",
  login: "Alma's log-in check with it",
  return: "Returned to External and watched",
  compare: "Compared with the record before, field by field",
}

export const PIN_ANSWERS = ["works", "lost", "none"] as const
/** What the owner said of their PIN afterwards: it still works, it doesn't, or they never had one. */
export type PinAnswer = (typeof PIN_ANSWERS)[number]

export interface RouteProofView {
  id: string
  outageId: string
  route: Route
  primaryId: string
  consent: string
  startedAt: string
  startedBy: string
  steps: ProofStep[]
  finishedAt: string | null
  /** Null while it goes on. */
  proved: boolean | null
  pinAnswer: PinAnswer | null
}

export function newProofSteps(at: string, found: string): ProofStep[] {
  return PROOF_STEPS.map((id) => (id === "before" ? { id, state: "done", at, text: found } : { id, state: "waiting", at: null, text: null }))
}

/** The same steps with one of them moved on; its time is kept while its state stays. */
export function withStep(steps: ProofStep[], id: ProofStepId, change: { state: ProofStepState; text?: string | null; differences?: string[] }, at: string): ProofStep[] {
  return steps.map((step) => {
    if (step.id !== id) return step
    return { ...step, text: null, ...change, at: step.state === change.state ? step.at : at }
  })
}

export function stepOf(steps: ProofStep[], id: ProofStepId): ProofStep {
  return steps.find((step) => step.id === id)!
}

/** What never came about is said to be left out, so that nobody waits for it. */
export function leaveOutTheRest(steps: ProofStep[], at: string): ProofStep[] {
  return steps.map((step) => (step.state === "waiting" || step.state === "doing" ? { ...step, state: "skipped", at } : step))
}

/** Proved is what was seen whole: there, in, and back with every field as it was. */
export function isProved(steps: ProofStep[]): boolean {
  return PROOF_STEPS.every((id) => stepOf(steps, id).state === "done")
}

/** How a proof stands, in a sentence for whoever looks at it. */
export function proofSentence(view: Pick<RouteProofView, "route" | "proved" | "steps">): string {
  if (view.proved === true) return `The route ${view.route} is proved.`
  if (view.proved === null) return "The proof is under way."
  const failed = view.steps.find((step) => step.state === "failed")
  return `The route ${view.route} is not proved. ${failed?.text ?? "It was ended before it was through."}`
}
