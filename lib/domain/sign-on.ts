import { z } from "zod"

/** Where a look at campus sign-on stopped; null where it came through. */
const SIGN_ON_STAGES = ["dns", "tcp", "tls", "http", "page", "metadata"] as const
export type SignOnStage = (typeof SIGN_ON_STAGES)[number]

/** `doubtful`: it answers, and something about the answer is odd. */
const SIGN_ON_LOOKS = ["up", "doubtful", "down"] as const
export type SignOnLook = (typeof SIGN_ON_LOOKS)[number]

/** The chart shows this many hours, in windows of this many minutes. */
export const CHART_HOURS = 24
export const WINDOW_MINUTES = 30
/** Campus sign-on is looked at this often. */
export const LOOK_MINUTES = 5
/** Looks are kept this long. */
export const LOOKS_KEPT_DAYS = 90
/** Nothing is said of the time between two looks that are further apart. */
export const BLIND_MINUTES = 30
/** Three looks that never came: what was seen before says nothing of now. */
export const STALE_MINUTES = 16

/** One look by schedule, as it is kept. `at` is ISO 8601 in UTC. */
export interface SignOnLookView {
  at: string
  look: SignOnLook
  /** What was seen, in a sentence. */
  message: string
  ms: number | null
  certificateExpires: string | null
  metadataExpires: string | null
}

/** A stretch of time in which every look found the same. `to` null: it goes on. */
export interface SignOnSpell {
  from: string
  to: string | null
  look: SignOnLook
  message: string
  looks: number
}

/** One window of the chart; `look` is the worst of it, null where nobody looked. */
export interface SignOnWindow {
  from: string
  to: string
  look: SignOnLook | null
}

export interface SignOnHistoryView {
  /** The address that is looked at; null when none is set. */
  address: string | null
  /** Another address was looked at before; `from`: the first look at this one, null before there is one. Null: no other was. */
  anew: { from: string | null } | null
  last: SignOnLookView | null
  /** The last look is too old to say anything of now. */
  stale: boolean
  /** Since when no look has found it up; null while it is up, or nobody knows. */
  downSince: string | null
  windows: SignOnWindow[]
  /** When it was down or doubtful in the last 30 days, newest first. */
  spells: SignOnSpell[]
}

export function lookOf({ up, stage }: { up: boolean; stage: string | null }): SignOnLook {
  if (!up) return "down"
  return stage === null ? "up" : "doubtful"
}

const WORSE: Record<SignOnLook, number> = { up: 0, doubtful: 1, down: 2 }

/** Gathers looks into the windows of the chart, oldest first; the last one holds `now`. */
export function windowsOf(looks: { at: Date; look: SignOnLook }[], now: Date): SignOnWindow[] {
  const width = WINDOW_MINUTES * 60_000
  const end = (Math.floor(now.getTime() / width) + 1) * width
  const count = (CHART_HOURS * 60) / WINDOW_MINUTES
  const start = end - count * width
  const worst: (SignOnLook | null)[] = Array.from({ length: count }, () => null)
  for (const { at, look } of looks) {
    const place = Math.floor((at.getTime() - start) / width)
    if (place < 0 || place >= count) continue
    const known = worst[place]
    if (known === null || known === undefined || WORSE[look] > WORSE[known]) worst[place] = look
  }
  const iso = (ms: number) => new Date(ms).toISOString()
  return worst.map((look, at) => ({ from: iso(start + at * width), to: iso(start + (at + 1) * width), look }))
}

/** Whether Alma's own login by a mailed link is set up, as far as it can be known. */
export const mailLogin = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("profile"), name: z.string() }),
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("unknown"), why: z.string() }),
])
export type MailLogin = z.infer<typeof mailLogin>
