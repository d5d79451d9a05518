import type { TimelineEntryView } from "@/lib/domain/views"
import type { AuditEntry } from "./generated/client"
import type { Db } from "./types"

/** The newest entries of an outage's audit, in words, newest first. Like things at one moment are one line. */
export async function timelineOf(db: Db, outageId: string): Promise<TimelineEntryView[]> {
  const newest = await db.auditEntry.findMany({ where: { outageId }, orderBy: { seq: "desc" }, take: 400 })
  // What has no words of its own must not come between like things.
  const entries = newest.filter((entry) => words(entry, "", 1) !== null)
  const holdIds = [...new Set(entries.map((entry) => entry.holdId).filter((id) => id !== null))]
  const holds = await db.hold.findMany({ where: { id: { in: holdIds } }, select: { id: true, name: true, primaryId: true } })
  const names = new Map(holds.map((hold) => [hold.id, hold.name ?? hold.primaryId]))
  const lines: TimelineEntryView[] = []
  for (let at = 0; at < entries.length; ) {
    const entry = entries[at]!
    let like = 1
    while (isLike(entry, entries[at + like])) like += 1
    const text = words(entry, names.get(entry.holdId ?? "") ?? "An account", like)
    if (text) lines.push({ id: `${entry.chain}:${entry.seq}`, at: entry.at, who: personOf(entry), text })
    at += like
  }
  return lines
}

function words(entry: AuditEntry, name: string, like: number): string | null {
  return entry.holdId === null ? outageWords(entry) : holdWords(entry, name, like)
}

/** The same thing of another account, by the same one, within a minute. */
function isLike(entry: AuditEntry, next: AuditEntry | undefined): boolean {
  if (!next || entry.holdId === null || next.holdId === null) return false
  const apart = Math.abs(new Date(entry.at).getTime() - new Date(next.at).getTime())
  // Who vouched for whom is told each by name.
  if (entry.action === "pickup.vouched") return false
  return next.action === entry.action && next.actor === entry.actor && apart < 60_000
}

function personOf(entry: AuditEntry): string | null {
  // A pick-up is told as what happened to the account, not as the deed of somebody unknown.
  return entry.actor === "Lantern" || entry.action.startsWith("pickup.") || entry.action === "alert.raised" || entry.action === "hold.collected" ? null : entry.actor
}

function outageWords(entry: AuditEntry): string | null {
  const detail = detailOf(entry)
  switch (entry.action) {
    case "outage.declared":
      return detail.drill === true ? "declared a drill" : "declared the outage"
    case "outage.accounts_added":
      return `added ${accounts(detail.accounts)}`
    case "outage.switch_asked":
      return `asked to switch ${accounts(detail.accounts)}`
    case "outage.end_asked":
      return detail.because === undefined ? "ended it" : "declared an outage, which ended this drill"
    case "outage.taken_over":
      return "took the outage over"
    case "outage.handed_over":
      return `handed the outage over to ${typeof detail.to === "string" ? detail.to : "a colleague"}`
    case "outage.active":
      return "Switching is done"
    case "outage.closed":
      return "Every account is settled: it is closed"
    case "run.formed":
      return `A run of Alma's job was planned: ${accounts(detail.accounts)}`
    case "run.start_sent":
      return `Alma's job was started: ${accounts(detail.accounts)}`
    case "run.finished":
      return "Alma's job ended; every account is read back"
    case "run.found":
      return "Alma's answer was lost; the job was found by its name"
    case "run.never_started":
      return "Alma's job never started"
    case "run.refused":
      return `Alma refused the job. ${typeof detail.reason === "string" ? detail.reason : ""}`.trim()
    case "run.hung":
      return "Alma's job does not end; the accounts are read without it"
    case "run.set_edited":
      return "Alarm: somebody edited Lantern's user set in Alma"
    case "run.other_set":
      return `Alarm: Alma named another set for its job than Lantern's${setName(detail.named)}. Look in Alma at what it changed`
    case "run.set_stays":
      return `Alma's answer to the start was lost and it does not let Lantern delete its user set${setName(detail.set)}: delete it in Alma`
    case "run.start_given_up":
      return "Alma's job was not found, and its user set could not be deleted; the accounts are read without it"
    case "run.set_unread":
      return "Lantern's user set could not be read after the job: nobody can say whether others stood in it"
    case "outage.adopted":
      return `took ${accounts(detail.accounts)} over from recovery sheet No. ${typeof detail.sheet === "number" ? detail.sheet : "?"}`
    case "proof.started":
      return `began a proof of the route ${typeof detail.route === "string" ? detail.route : ""}: ${typeof detail.consent === "string" ? detail.consent : ""}`
    case "proof.finished":
      return detail.proved === true ? "The route is proved" : "The route is not proved"
    case "proof.pin_answered":
      return "wrote down what the owner said of their PIN"
    case "notice.opened":
      return "opened the notice for staff"
    case "sheet.issued":
      return "The recovery sheet was written anew"
    default:
      return null
  }
}

function holdWords(entry: AuditEntry, name: string, like: number): string | null {
  const who = like > 1 ? `${like} accounts` : name
  switch (entry.action) {
    case "hold.internal":
      return `${who} read back Internal`
    case "hold.collected":
      return `${like > 1 ? `${like} people` : name} collected`
    case "hold.logged_in":
      return `${like > 1 ? `${like} people` : name} logged in to Alma`
    case "hold.return_asked":
      return like > 1 ? `asked to return ${who}` : `asked to return ${name}`
    case "hold.external_watching":
      return `${who} read External`
    case "hold.returned":
      return `${who} returned, proved by reading`
    case "hold.needs_person":
      return like > 1 ? `${who} need a person` : `${name} needs a person`
    case "hold.reopened":
      return `${who} found Internal again after the return`
    case "hold.taken_over":
      return `${who} taken over from a drill`
    case "proof.password":
      return `A temporary password was ${detailOf(entry).state === "refused" ? "refused" : "set"} and shown to nobody`
    case "hold.renamed":
      return `${name} was renamed in Alma; Lantern follows`
    case "hold.accepted":
      return `accepted ${name} as unresolved`
    case "hold.ticked":
      return `ticked ${who} as done by hand; nobody has read it`
    case "code.issued":
      return like > 1 ? `made ${like} pick-up codes` : `made a pick-up code for ${name}`
    case "pickup.vouched":
      return `${textOf(entry, "by", "A colleague")} vouched for ${name}: a pick-up code was made`
    case "alert.raised":
      return `An alert was raised for ${who}`
    case "alert.seen":
      return `saw the alert for ${who}`
    case "pickup.refused":
      return `A pick-up was refused for ${name}`
    case "pickup.unknown":
      return `${name} got no answer from Alma at pick-up and needs help`
    default:
      return null
  }
}

function textOf(entry: AuditEntry, field: string, otherwise: string): string {
  const value = detailOf(entry)[field]
  return typeof value === "string" ? value : otherwise
}

function detailOf(entry: AuditEntry): Record<string, unknown> {
  return JSON.parse(entry.detail) as Record<string, unknown>
}

/** Alma's id of a set is digits; anything else it sent isn't repeated. */
function setName(id: unknown): string {
  return typeof id === "string" && /^\d{1,30}$/.test(id) ? ` (set ${id})` : ""
}

function accounts(count: unknown): string {
  return count === 1 ? "1 account" : `${typeof count === "number" ? count : "some"} accounts`
}
