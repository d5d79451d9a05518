import { returnSteps } from "@/lib/domain/sentences"
import { withoutTurning } from "@/lib/domain/shown-text"
import type { RecoverySheet } from "./recovery-sheet-format"

interface SheetPlace {
  reason: string
  drill: boolean
  declaredAt: Date
  institution: { name: string; code: string; loginUrl: string; timeZone: string; helpContact: string | null }
}

/** What people need when every machine of ours is down: whom to return, with which external id, and how. */
export function sheetText(sheet: RecoverySheet, { institution, reason, drill, declaredAt }: SheetPlace): string {
  const time = (at: Date) =>
    new Intl.DateTimeFormat("en-US", { timeZone: institution.timeZone, dateStyle: "medium", timeStyle: "long" }).format(at)
  const steps = returnSteps("(Primary ID below)", "(External ID below)").map((step, at) => `  ${at + 1}. ${readable(step)}`)
  return [
    `LANTERN RECOVERY SHEET No. ${sheet.number}${drill ? "  (DRILL)" : ""}`,
    `${oneLine(institution.name)} (${institution.code})`,
    `${drill ? "Drill" : "Outage"} ${sheet.outageId}, declared ${time(declaredAt)}: ${oneLine(reason)}`,
    `Written ${time(new Date(sheet.issuedAt))}. A sheet with a higher number replaces this one.`,
    `Alma's login page for internal users: ${institution.loginUrl}`,
    ...(institution.helpContact ? [`Help: ${oneLine(institution.helpContact)}`] : []),
    "",
    ...(drill ? ["This is a drill: its people know of it, and are Internal only until it ends.", ""] : []),
    `Keep this sheet where only those who end the ${drill ? "drill" : "outage"} can read it.`,
    "If Lantern is down for good, return each account below by hand:",
    ...steps,
    "",
    sheet.accounts.length === 0 ? "No account is held: nobody has to be returned." : `${sheet.accounts.length} accounts:`,
    ...sheet.accounts.flatMap((account, at) => [
      "",
      `${String(at + 1).padStart(4)}. ${oneLine(account.name ?? "(no name)")}`,
      `      Primary ID:  ${oneLine(account.primaryId)}`,
      `      External ID: ${oneLine(account.externalId)}`,
      `      State:       ${STATE_WORDS[account.state] ?? account.state}`,
    ]),
    "",
    "What follows is for Lantern itself. Leave it as it is.",
  ].join("\n")
}

const STATE_WORDS: Record<string, string> = {
  waiting: "waiting: External unless a switch went through since",
  switching: "being switched: look before you return it",
  internal: "Internal",
  collected: "Internal, the person has a password",
  returning: "being returned: look before you return it",
  external_watching: "External again, being watched",
  needs_person: "needs a person",
}

function readable(step: string): string {
  return step.replace(" Lantern reads the account and goes on.", "")
}

/** Text from people on one line, so that none of it can look like a line of ours. */
function oneLine(text: string): string {
  return withoutTurning(text).replace(/\s+/g, " ").trim()
}
