import type { AlmaClient } from "@/lib/alma/alma-client"
import type { MailLogin } from "@/lib/domain/sign-on"

/**
 * Whether Alma has a profile for logging in by a mailed link (Alma documentation: "Email-based login", an integration
 * profile of type Social Login with system Email). The list of profiles doesn't say whether it is allowed for Alma itself.
 */
export async function findMailLogin(alma: Pick<AlmaClient, "integrationProfiles">): Promise<MailLogin> {
  const answer = await alma.integrationProfiles()
  switch (answer.kind) {
    case "ok": {
      const found = answer.value.find(({ type, system }) => /e-?mail/i.test(system ?? "") && !/sis|user/i.test(type ?? ""))
      return found ? { kind: "profile", name: found.name || found.code || "Email" } : { kind: "none" }
    }
    case "unauthorized":
      return { kind: "unknown", why: "the key can't read it" }
    case "not_found":
    case "refused":
      return { kind: "unknown", why: "Alma did not say" }
    case "throttled":
    case "daily_limit":
    case "unreachable":
    case "unknown":
      return { kind: "unknown", why: "Alma did not answer" }
  }
}
