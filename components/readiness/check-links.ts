import type { CheckId } from "@/lib/domain/checks"

export interface CheckLink {
  href: string
  name: string
}

/** Where the one thing to do about a check is done; a check that only the operator can help has none. */
export const CHECK_LINKS: Partial<Record<CheckId, CheckLink>> = {
  "key.read": { href: "/settings", name: "Open settings" },
  "key.write": { href: "/settings", name: "Open settings" },
  "key.jobs": { href: "/settings", name: "Open settings" },
  environment: { href: "/settings", name: "Open settings" },
  "job.payload": { href: "/settings", name: "Open settings" },
  "route.proved": { href: "/readiness/proof", name: "Prove the route" },
  "login.page": { href: "/settings", name: "Open settings" },
  "backup-admin": { href: "/readiness/back-up-admin", name: "Back-up admin" },
  "sso.probe": { href: "/settings", name: "Open settings" },
  roster: { href: "/staff", name: "Open staff" },
  people: { href: "/settings", name: "Open settings" },
  drill: { href: "/readiness/drill", name: "Run a drill" },
  pin: { href: "/readiness/proof", name: "Prove the route" },
}
