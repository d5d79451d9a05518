import { setTimeout as delay } from "node:timers/promises"
import { SingleBar } from "cli-progress"
import type { OutageProgress } from "@/lib/db/outage-status"
import { readOutageProgress } from "@/lib/db/outage-status"
import type { ServiceContext } from "@/lib/services/context"
import type { Output } from "./output"

const POLL_MS = 250

export interface Awaited {
  /** Whether it is over: nothing more will happen without a person. */
  done: (progress: OutageProgress) => boolean
  /** Accounts still on their way, for the progress bar. */
  left: (progress: OutageProgress) => number
  label: string
}

export const switched: Awaited = {
  // The outage itself moves on a moment after its last account.
  done: ({ state, switching }) => switching.length === 0 && state !== "switching",
  left: ({ switching }) => switching.length,
  label: "Switching",
}

/** Every account was read External at least once, or needs a person. */
export const readExternal: Awaited = {
  done: ({ state, switching, returning }) => state === "closed" || switching.length + returning.length === 0,
  left: ({ switching, returning }) => switching.length + returning.length,
  label: "Returning",
}

/** The outage is closed, or all that keeps it open are accounts that need a person. */
export const closed: Awaited = {
  done: ({ state, switching, returning, watching, needsPerson }) =>
    state === "closed" || (needsPerson.length > 0 && switching.length + returning.length + watching.length === 0),
  left: ({ switching, returning, watching }) => switching.length + returning.length + watching.length,
  label: "Returning and watching",
}

/** These accounts were read External at least once, or need a person. */
export function returned(holdIds: Set<string>): Awaited {
  const left = ({ switching, returning }: OutageProgress) => [...switching, ...returning].filter((id) => holdIds.has(id)).length
  return { done: (progress) => progress.state === "closed" || left(progress) === 0, left, label: "Returning" }
}

/** Looks at the journal until it is done: which worker does the work makes no difference. */
export async function waitForOutage(
  ctx: ServiceContext,
  out: Output,
  outageId: string,
  awaited: Awaited,
): Promise<OutageProgress> {
  const since = new Date()
  const bar = createBar(out, awaited.label)
  try {
    for (;;) {
      const progress = await readOutageProgress(ctx.db, ctx.actor, outageId, since)
      bar.show(awaited.left(progress))
      if (awaited.done(progress)) return progress
      await delay(POLL_MS)
    }
  } finally {
    bar.stop()
  }
}

function createBar(out: Output, label: string): { show(left: number): void; stop(): void } {
  if (out.json || !process.stderr.isTTY) return { show: () => {}, stop: () => {} }
  const bar = new SingleBar({ format: `${label} {bar} {value}/{total}`, hideCursor: true, clearOnComplete: true })
  let most = 0
  return {
    show(left) {
      if (most === 0) bar.start((most = Math.max(left, 1)), 0)
      most = Math.max(most, left)
      bar.setTotal(most)
      bar.update(most - left)
    },
    stop: () => bar.stop(),
  }
}
