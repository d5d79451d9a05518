import { moment } from "@/components/time/format-time"
import type { BackupAdminsView, KeptBackupAdminView } from "@/lib/domain/backup-admin-view"
import { partsInAlma, partsOfAll } from "@/lib/domain/backup-admin-view"
import type { CheckPart } from "@/lib/domain/views"

/** CARLI's rules for whoever has the account; they stand on the page and on the sheet. */
export const CARLI_RULES = [
  "Use it to let staff in when nobody else can: to change account types and set passwords. Daily work is done with one's own account.",
  "One person at a time. Two who are logged in with it at once damage data.",
  "Log in on the internal login page only; the campus login doesn't know this account.",
  "Tell the others when you take it and when you bring it back. Then it gets a new password, and this sheet a new one.",
]

/** The state as a sentence. */
export function backupHeadline(view: BackupAdminsView): string {
  const out = view.kept.find((one) => one.out !== null)
  if (out?.out) return out.out.mine ? `You have ${out.primaryId}` : `${out.out.to} has ${out.primaryId}`
  const named = view.kept.length + view.namedOnly.length
  if (named === 0) return view.check?.status === "ok" ? "None is needed" : "No back-up admin yet"
  const owed = owedOf(view)
  if (owed > 0) return `${owed} ${owed === 1 ? "thing" : "things"} to see to`
  return view.check === null ? `${named} named, not looked at yet` : `${named} ${named === 1 ? "account" : "accounts"} ready`
}

function owedOf(view: BackupAdminsView): number {
  const inAlma = [...view.kept.map((one) => one.primaryId), ...view.namedOnly].flatMap((id) => partsInAlma(view.check, id))
  const ofKeeping = view.kept.flatMap((one) => keepingParts(one, "UTC", "").filter((part) => part.status !== "ok"))
  return [...inAlma, ...partsOfAll(view.check)].filter((part) => part.status === "warn" || part.status === "fail").length + ofKeeping.length
}

/** How it is kept here, as true as the page itself. */
export function keepingParts(one: KeptBackupAdminView, timeZone: string, now: string): CheckPart[] {
  const at = (iso: string | null) => (iso === null || now === "" ? "" : moment(iso, timeZone, now))
  const part = (id: string, status: CheckPart["status"], title: string, message: string, why: string | null = null): CheckPart => ({ id, status, title, message, why })
  if (one.making) return [part("making", "warn", "Made in Alma", "not known yet", "Alma's answer was lost. Look again: Lantern reads the account and tries its password.")]
  return [
    one.pending
      ? part("password", "warn", "Password", "one of two", "Alma's answer to the last change was lost. Set it once more: Lantern first asks Alma which one it has.")
      : one.hasPassword
        ? part("password", "ok", "Password", `kept sealed, set ${at(one.passwordSetAt)}`)
        : part("password", "unknown", "Password", "not kept here", "Its owner keeps it elsewhere. Let Lantern set one, so that it can be lent and printed."),
    ...(one.hasPassword || one.sheetAt !== null ? [sheetPart(one, at(one.sheetAt), part)] : []),
    one.out?.gone
      ? part("out", "fail", "Checked out", `${one.out.to}, since ${at(one.out.since)}`, `${one.out.to} has lost access to Lantern and still knows the password. Check it in for them: it gets a new one.`)
      : part("out", "ok", "Checked out", one.out ? `${one.out.to}, since ${at(one.out.since)}` : "nobody"),
  ]
}

function sheetPart({ sheetAt, sheetIsOld }: KeptBackupAdminView, at: string, part: (id: string, status: CheckPart["status"], title: string, message: string, why?: string) => CheckPart): CheckPart {
  if (sheetAt === null) return part("sheet", "warn", "Sheet in the safe", "never printed", "Print it and put it in the safe: Lantern itself may be what is down.")
  if (sheetIsOld) return part("sheet", "warn", "Sheet in the safe", `out of date, printed ${at}`, "It has another password now. Print it anew, put it in the safe and shred the old one.")
  return part("sheet", "ok", "Sheet in the safe", `printed ${at}`)
}
