import type { Role } from "@/lib/domain/actor"
import type { FactorsView, PersonView, RoleView } from "@/lib/domain/people-views"

export const ROLE_WORDS: Record<Role, string> = { admin: "Admin", liaison: "Liaison", observer: "Observer" }
export const ROLE_MEANING: Record<Role, string> = {
  admin: "does everything, and manages settings and people",
  liaison: "declares, switches, hands over and ends outages",
  observer: "looks at everything and changes nothing",
}

/** "Liaison of Abbey College" */
export function roleWords({ institution, role }: RoleView): string {
  return `${ROLE_WORDS[role]} of ${institution?.name ?? "every institution"}`
}

/** What they sign in with: "Password, 2 passkeys, app, 9 recovery codes". */
export function factorWords({ password, app, passkeys, recoveryCodes }: FactorsView): string {
  const parts = [
    password ? "password" : null,
    passkeys > 0 ? `${passkeys} ${passkeys === 1 ? "passkey" : "passkeys"}` : null,
    app ? "app" : null,
    recoveryCodes > 0 ? `${recoveryCodes} recovery ${recoveryCodes === 1 ? "code" : "codes"}` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? "Nothing yet" : capitalised(parts.join(", "))
}

/** Whether they get in without a link. */
export function getsIn({ disabled, factors }: PersonView): boolean {
  return !disabled && factors.password && (factors.app || factors.passkeys > 0)
}

export function people(count: number): string {
  return `${count} ${count === 1 ? "person" : "people"}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
