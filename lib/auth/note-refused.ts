/** What was refused: a permission that was missing, another site's request, too many tries, an identity provider's answer. */
type Refused = "permission" | "origin" | "throttle" | "campus" | "transport"

const LINES_A_MINUTE = 120
let minute = 0
let written = 0
let left = 0

/**
 * One line for whoever collects the logs: what was refused and where, and nothing that was sent. So many a minute: who
 * hammers must not fill the disk; how many were left out stands in the next line.
 */
export function noteRefused(refused: Refused, where: string): void {
  const now = new Date()
  const current = Math.floor(now.getTime() / 60_000)
  if (current !== minute) [minute, written] = [current, 0]
  if (written >= LINES_A_MINUTE) {
    left += 1
    return
  }
  written += 1
  const more = left > 0 ? { leftOut: left } : {}
  left = 0
  console.warn(JSON.stringify({ level: "warn", at: now.toISOString(), refused, where: known(where), ...more }))
}

/** An action's name, a route or a kind; what a stranger made up isn't repeated. */
function known(where: string): string {
  return /^[\w /[\].-]{1,60}$/.test(where) ? where : "elsewhere"
}
