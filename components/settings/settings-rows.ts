import { shortDay } from "@/components/time/format-time"
import { regionName } from "@/lib/domain/alma-regions"
import { type InstitutionSettingsView, ROUTE_NAMES } from "@/lib/domain/settings-views"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { peopleWords } from "./people-words"

export interface SettingsRow {
  id: string
  title: string
  href: string
  /** How it is now. */
  words: string
  mark: "ok" | "warn" | "fail"
  /** The one thing to do, where there is something. */
  fix: string | null
}

/** What there is to set of an institution and how it stands, in the order of connecting. Pure. */
export function settingsRows(settings: InstitutionSettingsView, signOn: SignOnHistoryView, now: string): SettingsRow[] {
  const here = "/settings/institution"
  return [
    keyRow(settings, here),
    row("login", "Login pages", here, settings.ssoUrl ? "ok" : "warn", hostOf(settings.loginUrl), settings.ssoUrl ? null : "Give the campus login too, so that Lantern can say when sign-on goes down."),
    signOnRow(settings, signOn, here, now),
    row("zone", "Time zone", here, "ok", settings.timeZone.replaceAll("_", " "), null),
    row("sis", "User load", here, settings.sisProfile ? "ok" : "warn", settings.sisProfile ?? "not set", settings.sisProfile ? null : "Give its profile code: the External ID that staff accounts go back to."),
    routeRow(settings, here, now),
    row("help", "Whom staff ask for help", here, settings.helpContact ? "ok" : "warn", settings.helpContact ?? "nobody named", settings.helpContact ? null : "Name somebody: it stands on every slip."),
    peopleRow(settings),
    row("backup", "Back-up admin", "/readiness/back-up-admin", "ok", settings.backupAdmins > 0 ? `${settings.backupAdmins} kept here` : (settings.backupAdminId ?? "none kept here"), null),
    row("named", "Named Users", "/staff/named-users", "ok", settings.namedUserAllowance === null ? "no allowance set" : `allowance of ${settings.namedUserAllowance}`, null),
    row("security", "Security", "/settings/security", "ok", "sign-in, devices, sessions", null),
  ]
}

function row(id: string, title: string, href: string, mark: SettingsRow["mark"], words: string, fix: string | null): SettingsRow {
  return { id, title, href: href === "/settings/institution" ? `${href}#${id === "help" ? "people" : id}` : href, words, mark, fix }
}

function keyRow(settings: InstitutionSettingsView, href: string): SettingsRow {
  const bad = settings.key.find(({ status }) => status === "fail")
  const where = settings.practice ? "practice Alma" : `${settings.almaCode ?? regionName(settings.apiUrl)}, ${settings.environment}`
  return row("key", "Alma and its key", href, bad ? "fail" : "ok", bad ? bad.message : where, bad ? "Give the key what it lacks on the Ex Libris Developer Network, or enter another." : null)
}

function signOnRow(settings: InstitutionSettingsView, { last, downSince, stale }: SignOnHistoryView, href: string, now: string): SettingsRow {
  if (!settings.ssoUrl) return row("sso", "Campus sign-on", href, "warn", "not looked at", "Give its address, and Lantern looks every five minutes.")
  if (!last) return row("sso", "Campus sign-on", href, "ok", "not looked at yet", null)
  if (stale) return row("sso", "Campus sign-on", href, "warn", `last looked at ${shortDay(last.at, settings.timeZone, now)}`, "Lantern's worker may not run: ask the operator.")
  const words = { up: "answers", doubtful: "answers, with a doubt", down: downSince ? "is down" : "does not answer" }[last.look]
  // That sign-on is down now says nothing of how well this is set.
  return row("sso", "Campus sign-on", href, "ok", words, null)
}

function routeRow(settings: InstitutionSettingsView, href: string, now: string): SettingsRow {
  const { route, job, timeZone } = settings
  const name = ROUTE_NAMES[route]
  if (route === "job" && job === null) return row("route", "How accounts are switched", href, "fail", `${name}, not pasted`, "Paste what Alma's API Information panel shows of the job.")
  const proved = route === "job" ? settings.jobProvedAt : settings.directProvedAt
  if (route === "manual") return row("route", "How accounts are switched", href, "ok", name, null)
  if (proved === null) return row("route", "How accounts are switched", href, "warn", `${name}, not proved`, "Prove it on one account whose owner agrees.")
  return row("route", "How accounts are switched", href, "ok", `${name}, proved ${shortDay(proved, timeZone, now)}`, null)
}

function peopleRow(settings: InstitutionSettingsView): SettingsRow {
  const able = settings.people.admins + settings.people.liaisons
  const fix = able >= 2 ? null : "Add another: one person can be ill on the day."
  return row("people", "People", "/settings/people", able >= 2 ? "ok" : able === 1 ? "warn" : "fail", peopleWords(settings).replace(/\.$/, ""), fix)
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address
}
