import type { CheckId } from "@/lib/domain/checks"

export interface CheckLink {
  href: string
  name: string
}

/** Where the one thing to do about a check is done; a check that only the operator can help has none. */
export const CHECK_LINKS: Partial<Record<CheckId, CheckLink>> = {
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
