import { type CheckId, isCheckId } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"

export interface CheckLink {
  href: string
  name: string
}

/** Where the one thing to do about a check is done; a check that only the operator can help has none. */
const CHECK_LINKS: Partial<Record<CheckId, CheckLink>> = {
  "key.read": { href: "/settings/institution#key", name: "Open settings" },
  "key.write": { href: "/settings/institution#key", name: "Open settings" },
  "key.jobs": { href: "/settings/institution#key", name: "Open settings" },
  environment: { href: "/settings/institution#key", name: "Open settings" },
  "job.payload": { href: "/settings/institution#route", name: "Open settings" },
  "route.proved": { href: "/readiness/proof", name: "Prove the route" },
  "login.page": { href: "/settings/institution#login", name: "Open settings" },
  "backup-admin": { href: "/readiness/back-up-admin", name: "Back-up admin" },
  "sso.probe": { href: "/settings/institution#sso", name: "Open settings" },
  roster: { href: "/staff", name: "Open staff" },
  people: { href: "/settings/people", name: "Open people" },
  drill: { href: "/readiness/drill", name: "Run a drill" },
  pin: { href: "/readiness/proof", name: "Prove the route" },
}

export function checkLink({ id, parts }: CheckView): CheckLink | undefined {
  if (id === "sso.probe" && parts?.some((part) => part.id === "down")) return { href: "/outages/new", name: "Declare an outage" }
  return isCheckId(id) ? CHECK_LINKS[id] : undefined
}
