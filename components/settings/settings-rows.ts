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
  /** Null where nothing has to be set. */
  mark: "ok" | "warn" | "fail" | null
  /** The one thing to do where there is something: on a button, and in a sentence. */
  todo: { button: string; sentence: string } | null
}

type Owed = { mark: "warn" | "fail"; button: string; sentence: string }

/** What there is to set of an institution and how it stands, in the order of connecting. Pure. */
export function settingsRows(settings: InstitutionSettingsView, signOn: SignOnHistoryView, now: string): SettingsRow[] {
  const { sisProfile, helpContact, backupAdmins, backupAdminId, namedUserAllowance } = settings
  return [
    keyRow(settings),
    part("login", "Login pages", hostOf(settings.loginUrl), null),
    signOnRow(settings, signOn, now),
    part("zone", "Time zone", settings.timeZone.replaceAll("_", " "), null),
    part("sis", "User load", sisProfile ?? "not set", sisProfile ? null : { mark: "warn", button: "Name the user load", sentence: "Give its profile code: the External ID that staff accounts go back to." }),
    routeRow(settings, now),
    { ...part("people", "Whom staff ask for help", helpContact ?? "nobody named", helpContact ? null : { mark: "warn", button: "Name a contact", sentence: "It stands on every slip." }), id: "help" },
    peopleRow(settings),
    elsewhere("backup", "Back-up admin", "/readiness/back-up-admin", backupAdmins > 0 ? `${backupAdmins} kept here` : (backupAdminId ?? "none kept here")),
    elsewhere("named", "Named Users", "/staff/named-users", namedUserAllowance === null ? "no allowance set" : `allowance of ${namedUserAllowance}`),
    elsewhere("mail", "Mail", "/readiness", settings.mail ?? "not looked at yet"),
    elsewhere("security", "Security", "/settings/security", "sign-in, devices, sessions"),
  ]
}

/** A part of /settings/institution, by the id of its section. */
function part(id: string, title: string, words: string, owed: Owed | null, href = `/settings/institution#${id}`): SettingsRow {
  return { id, title, href, words, mark: owed?.mark ?? "ok", todo: owed && { button: owed.button, sentence: owed.sentence } }
}

function elsewhere(id: string, title: string, href: string, words: string): SettingsRow {
  return { id, title, href, words, mark: null, todo: null }
}

function keyRow(settings: InstitutionSettingsView): SettingsRow {
  const bad = settings.key.find(({ status }) => status === "fail")
  if (bad) return part("key", "Alma and its key", bad.message, { mark: "fail", button: "See to the key", sentence: "Give it what it lacks on the Ex Libris Developer Network, or enter another." })
  return part("key", "Alma and its key", settings.practice ? "practice Alma" : `${settings.almaCode ?? regionName(settings.apiUrl)}, ${settings.environment}`, null)
}

function signOnRow({ ssoUrl, timeZone }: InstitutionSettingsView, { last, downSince, stale }: SignOnHistoryView, now: string): SettingsRow {
  const row = (words: string, owed: Owed | null = null) => part("sso", "Campus sign-on", words, owed)
  if (!ssoUrl) return row("not looked at", { mark: "warn", button: "Give the campus login", sentence: "With its address, Lantern looks every five minutes and can say since when it is down." })
  if (!last) return row("not looked at yet")
  if (stale) return row(`last looked at ${shortDay(last.at, timeZone, now)}`, { mark: "warn", button: "See to campus sign-on", sentence: "Nobody looks any more. Ask the operator whether Lantern's worker runs." })
  // That sign-on is down now says nothing of how well this is set.
  return row({ up: "answers", doubtful: "answers, with a doubt", down: downSince ? "is down" : "does not answer" }[last.look])
}

function routeRow({ route, job, jobProvedAt, directProvedAt, timeZone }: InstitutionSettingsView, now: string): SettingsRow {
  const title = "How accounts are switched"
  const name = ROUTE_NAMES[route]
  if (route === "manual") return part("route", title, name, null)
  if (route === "job" && job === null) {
    return part("route", title, `${name}, not pasted`, { mark: "fail", button: "Paste the job", sentence: "Paste what Alma's API Information panel shows of the job." })
  }
  const proved = route === "job" ? jobProvedAt : directProvedAt
  if (proved) return part("route", title, `${name}, proved ${shortDay(proved, timeZone, now)}`, null)
  const owed: Owed = { mark: "warn", button: "Prove the route", sentence: "Prove it on one account whose owner agrees." }
  return part("route", title, `${name}, not proved`, owed, "/readiness/proof")
}

function peopleRow(settings: InstitutionSettingsView): SettingsRow {
  const able = settings.people.admins + settings.people.liaisons
  const owed: Owed | null = able >= 2 ? null : { mark: able === 1 ? "warn" : "fail", button: "Add a person", sentence: "At least two should be able to declare: one can be ill on the day." }
  return { ...part("people", "People", peopleWords(settings).replace(/\.$/, ""), owed, "/settings/people"), id: "persons" }
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address
}
