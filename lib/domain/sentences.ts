import type { AlmaFailure } from "./alma-outcome"

/** What a failed answer means to a person: one calm sentence that ends with a full stop. */
export function failureSentence(failure: AlmaFailure): string {
  switch (failure.kind) {
    case "not_found":
      return "Alma knows no such account."
    case "refused":
      return `Alma refused it: ${trimmed(failure.error.message)} (${failure.error.code}).`
    case "unauthorized":
      return "Alma does not accept the API key for this."
    case "throttled":
      return "Alma asked for a pause. Lantern goes on by itself."
    case "daily_limit":
      return "Alma's daily limit of requests is used up; it starts anew at midnight GMT."
    case "unreachable":
      return "Alma can't be reached. Lantern tries again."
    case "unknown":
      return "Alma's answer was lost. Lantern reads the account to learn what happened."
  }
}

/** By-hand steps in Alma's own screen (CARLI's best practice for SSO outages). */
export function switchSteps(primaryId: string): string[] {
  return [
    "Log in to Alma as a user administrator, on the internal login page.",
    `Search Users for Primary ID ${primaryId} and open the account.`,
    "Check that Account Type says External. If it says Internal, leave it alone.",
    "Choose Toggle Account Type, then Confirm.",
    "Enter any password twice and tick Force password change on next login.",
    "Choose Save. Lantern reads the account and goes on.",
  ]
}

export function returnSteps(primaryId: string, externalId: string): string[] {
  return [
    "Log in to Alma as a user administrator, on the internal login page.",
    `Search Users for Primary ID ${primaryId} and open the account.`,
    "Check that Account Type says Internal.",
    `Choose Toggle Account Type; as External ID enter ${externalId}, then Confirm.`,
    "Choose Save. Lantern reads the account and goes on.",
  ]
}

/** One sentence for a used, an old and an unknown link: which one it was is nobody's business. */
export const LINK_OVER =
  "This link doesn't work any more. Each one works once, and not for long. Ask your Lantern admin for a new one, " +
  "or, on the server, run “lantern person link” with your e-mail address."

function trimmed(message: string): string {
  const text = message.replace(/\s+/g, " ").trim()
  return text.length > 200 ? `${text.slice(0, 200)}…` : text.replace(/\.$/, "")
}
