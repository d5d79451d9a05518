import type { Institution } from "@/lib/db/generated/client"
import type { CheckView } from "@/lib/domain/views"
import { DAY_MS, ok, single, warn } from "./check"

/** A route that was last seen to work longer ago than this is to be proved again. */
const PROVED_DAYS = 90

export const routeCheck = single("route.proved", ({ institution, now }) => routeProved(institution, now))

/** Also written anew when an outage has just proved the route. */
export function routeProved(institution: Institution, now: Date): CheckView {
  const id = "route.proved"
  const { route } = institution
  if (route === "manual") return ok(id, "The manual route needs no proof: a person makes the change, Lantern reads it.")
  const provedAt = route === "job" ? institution.jobProvedAt : institution.directProvedAt
  const prove = "Prove it on one account whose owner agrees."
  if (provedAt === null) return warn(id, `The route ${route} is not proved yet.`, prove)
  const day = provedAt.toISOString().slice(0, 10)
  if (now.getTime() - provedAt.getTime() > PROVED_DAYS * DAY_MS) {
    return warn(id, `The route ${route} was last proved on ${day}, over ${PROVED_DAYS} days ago.`, prove)
  }
  return ok(id, `The route ${route} was proved on ${day}.`)
}
