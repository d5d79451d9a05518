import type { AlmaFailure } from "@/lib/domain/alma-outcome"
import { fail, notLooked, ok, single, warn, type CheckInput } from "./check"

const ID = "clock"
const MOST_SECONDS = 30

/**
 * This machine's clock against the database's and Alma's. Codes of an authenticator app are good for half a minute, and
 * the quiet period is counted on them.
 */
export const clockCheck = single(ID, async (input) => {
  const [database, alma] = await Promise.all([databaseOffset(input), almaOffset(input)])
  const fix = "Ask the operator to let this machine's clock be set by the network (NTP)."
  if (Math.abs(database) > MOST_SECONDS) {
    return fail(ID, `The database's clock is ${apart(database)} this machine's.`, fix)
  }
  if (alma === null) return ok(ID, "This machine's clock and the database's agree. Alma's answers carry no time.")
  if (typeof alma !== "number") return notLooked(ID, alma)
  if (Math.abs(alma) > MOST_SECONDS) return warn(ID, `Alma's clock is ${apart(alma)} this machine's.`, fix)
  return ok(ID, "This machine's clock, the database's and Alma's agree.")
})

/** Seconds that it is ahead, counted from the middle of the question. */
async function databaseOffset({ ctx }: CheckInput): Promise<number> {
  const asked = ctx.clock().getTime()
  const [row] = await ctx.db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as "now"`
  return offset(row?.now ?? null, asked, ctx.clock().getTime()) ?? 0
}

/** Null where Alma's answer carries no date. */
async function almaOffset({ ctx, alma }: CheckInput): Promise<number | null | AlmaFailure> {
  const asked = ctx.clock().getTime()
  const answer = await alma.serverTime()
  return answer.kind === "ok" ? offset(answer.value, asked, ctx.clock().getTime()) : answer
}

function offset(there: Date | null, asked: number, answered: number): number | null {
  return there === null ? null : (there.getTime() - (asked + answered) / 2) / 1000
}

function apart(seconds: number): string {
  const length = Math.abs(seconds) < 120 ? `${Math.round(Math.abs(seconds))} s` : `${Math.round(Math.abs(seconds) / 60)} min`
  return `${length} ${seconds > 0 ? "ahead of" : "behind"}`
}
