import type { InstitutionView } from "@/lib/domain/views"

/** Requests that one account takes: read, and read back; the direct way writes in between. */
const REQUESTS = { job: 2, direct: 3 }
/** Thirteen steps in Alma's own screen, as CARLI's best practice has them. */
const MINUTES_BY_HAND = 3

/** How long switching so many takes, as a sentence for whoever is about to confirm. */
export function estimateWords({ route, rate }: Pick<InstitutionView, "route" | "rate">, count: number): string {
  if (route === "manual") return `About ${minutesWords(count * MINUTES_BY_HAND)} of work by hand, ${MINUTES_BY_HAND} minutes a person.`
  const minutes = Math.ceil((count * REQUESTS[route]) / rate / 60)
  const ours = minutes <= 1 ? "Takes about a minute" : `Takes about ${minutesWords(minutes)}`
  return route === "job" ? `${ours}, besides Alma's own job.` : `${ours}.`
}

function minutesWords(minutes: number): string {
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
}
