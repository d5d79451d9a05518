/** What a drill left behind, read from its list and its audit. Times are ISO 8601 in UTC; null where it never came about. */
export interface DrillFacts {
  declaredAt: string
  /** Whether whoever declared it had looked at a preview and confirmed its number. */
  previewed: boolean
  /** Accounts on the list that were to be switched. */
  people: number
  switchAskedAt: string | null
  /** The last account read Internal, and how many ever were. */
  internalAt: string | null
  internal: number
  codesAt: string | null
  codes: number
  collectedAt: string | null
  collected: number
  loggedInAt: string | null
  loggedIn: number
  noticeAt: string | null
  endAskedAt: string | null
  /** Whether an outage that was declared meanwhile ended it. */
  cutShort: boolean
  /** The last account proved External. */
  returnedAt: string | null
  returned: number
  /** Accounts that ever needed a person. */
  neededPerson: number
  /** Accounts that an outage took over as they were. */
  takenOver: number
  closedAt: string | null
}

export const DRILL_STEPS = ["declared", "previewed", "switched", "codes", "notice", "collected", "logged_in", "ended", "external"] as const
export type DrillStepId = (typeof DRILL_STEPS)[number]

export interface DrillStep {
  id: DrillStepId
  title: string
  state: "done" | "open" | "skipped"
  at: string | null
  /** What was done, or what to do, in a sentence. */
  text: string
}

const TITLES: Record<DrillStepId, string> = {
  declared: "Declare the drill",
  previewed: "Look at the preview",
  switched: "Switch to Internal",
  codes: "Print slips or issue codes",
  collected: "Somebody collects a password",
  logged_in: "Somebody logs in to Alma",
  ended: "End the drill",
  external: "Everybody back, read External three times",
  notice: "Open the notice for staff",
}

const TO_DO: Record<DrillStepId, string> = {
  declared: "Give a reason, choose volunteers, read their accounts.",
  previewed: "Each account has a verdict: read them before you confirm the number.",
  switched: "Confirm the number; Lantern does the rest, with or without the page.",
  codes: "On the page of the drill: Hand over codes.",
  collected: "A volunteer types their Primary ID and the code at the pick-up page.",
  logged_in: "The volunteer opens Alma and chooses a new password. Lantern sees it in Alma's login report, where the key may read that.",
  ended: "End drill… on the page of the drill: every account goes back.",
  external: "Wait for the countdown: a late change could undo a return.",
  notice: "The text that tells staff where to get a code: print or copy it.",
}

/** The way, before anybody has walked it. */
export function drillScript(): DrillStep[] {
  return DRILL_STEPS.map((id) => ({ id, title: TITLES[id], state: "open", at: null, text: TO_DO[id] }))
}

/** The journey as a checklist that ticks itself off. What can't come about any more is skipped. */
export function drillSteps(facts: DrillFacts): DrillStep[] {
  const done: Record<DrillStepId, { at: string | null; text: string } | null> = {
    declared: { at: facts.declaredAt, text: `${people(facts.people)} on the list.` },
    previewed: facts.previewed ? { at: facts.declaredAt, text: "The number was confirmed before anything was switched." } : null,
    switched: facts.internalAt ? { at: facts.internalAt, text: `${facts.internal} of ${facts.people} read Internal.` } : null,
    codes: facts.codesAt ? { at: facts.codesAt, text: `${facts.codes} ${facts.codes === 1 ? "code" : "codes"} made.` } : null,
    collected: facts.collectedAt ? { at: facts.collectedAt, text: `${people(facts.collected)} collected a password.` } : null,
    logged_in: facts.loggedInAt ? { at: facts.loggedInAt, text: `${people(facts.loggedIn)} seen in Alma's login report.` } : null,
    ended: facts.endAskedAt ? { at: facts.endAskedAt, text: facts.cutShort ? "Ended by an outage that was declared meanwhile." : "Codes died at once." } : null,
    external: facts.closedAt ? { at: facts.returnedAt ?? facts.closedAt, text: `${facts.returned} of ${facts.internal} proved External${facts.takenOver > 0 ? `, ${facts.takenOver} taken over by the outage` : ""}.` } : null,
    notice: facts.noticeAt ? { at: facts.noticeAt, text: "Looked at." } : null,
  }
  return DRILL_STEPS.map((id) => {
    const found = done[id]
    if (found) return { id, title: TITLES[id], state: "done", ...found }
    return { id, title: TITLES[id], state: isPast(id, facts) ? "skipped" : "open", at: null, text: TO_DO[id] }
  })
}

/** Codes die and nobody is switched once it has ended; the preview was before the declaration. */
function isPast(id: DrillStepId, facts: DrillFacts): boolean {
  if (id === "previewed" || facts.closedAt !== null) return true
  return facts.endAskedAt !== null && id !== "external" && id !== "notice"
}

export interface DrillScore {
  done: number
  of: number
  /** From the declaration until all were proved External, whole minutes. */
  minutes: number
  well: string[]
  slow: string[]
  skipped: string[]
}

/** What is slow is slow for a person who waits for it at 7 in the morning; minutes. */
const SLOW = { switch: 15, handOver: 15, collect: 60, returned: 30 }

/** How a drill went, in plain words, when it has closed. */
export function drillScore(facts: DrillFacts): DrillScore {
  const steps = drillSteps(facts)
  const done = steps.filter((step) => step.state === "done").length
  const well: string[] = []
  const slow: string[] = []
  const say = (from: string | null, to: string | null, most: number, what: (took: string) => string) => {
    if (from === null || to === null) return
    const minutes = between(from, to)
    const list = minutes > most ? slow : well
    list.push(`${what(tookWords(minutes))}${minutes > most ? `: over ${most} minutes is long` : ""}.`)
  }
  say(facts.switchAskedAt, facts.internalAt, SLOW.switch, (took) => `${people(facts.internal)} Internal ${took} after the switch was asked for`)
  say(facts.internalAt, facts.codesAt, SLOW.handOver, (took) => `The first code was made ${took} after that`)
  say(facts.codesAt, facts.collectedAt, SLOW.collect, (took) => `The first password was collected ${took} after the first code`)
  say(facts.endAskedAt, facts.returnedAt, SLOW.returned, (took) => `All proved External ${took} after the end`)
  if (facts.internal > 0 && facts.collected === facts.internal) well.push("Everybody who was switched collected a password.")
  if (facts.internal > 0 && facts.returned === facts.internal) well.push("Nobody was left Internal.")
  if (facts.people > facts.internal) slow.push(`${people(facts.people - facts.internal)} of ${facts.people} never became Internal.`)
  if (facts.neededPerson > 0) slow.push(`${facts.neededPerson} ${facts.neededPerson === 1 ? "account" : "accounts"} needed a person on the way.`)
  const unproved = facts.internal - facts.returned - facts.takenOver
  if (unproved > 0) slow.push(`${people(unproved)} could not be proved External by Lantern.`)
  if (facts.cutShort) slow.push("An outage was declared meanwhile and ended the drill: try it again on a quiet day.")
  const skipped = steps.filter((step) => step.state === "skipped").map((step) => `${step.title}.`)
  return { done, of: steps.length, minutes: Math.round(between(facts.declaredAt, facts.closedAt ?? facts.declaredAt)), well, slow, skipped }
}

function between(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 60_000)
}

function tookWords(minutes: number): string {
  if (minutes < 1) return "within a minute"
  const whole = Math.round(minutes)
  return whole === 1 ? "1 minute" : whole < 120 ? `${whole} minutes` : `${Math.round(whole / 60)} hours`
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`
}
