import type { CheckPart, CheckView, InstitutionView } from "./views"

/** One back-up admin that an institution keeps. Its password is never part of it. Times are ISO 8601 in UTC. */
export interface KeptBackupAdminView {
  id: string
  primaryId: string
  owner: string
  purpose: string
  createdAt: string
  createdBy: string
  /** Asked of Alma, and not known yet whether it was made. */
  making: boolean
  /** Lantern keeps its password. */
  hasPassword: boolean
  passwordSetAt: string | null
  /** A new password was sent, and it isn't known yet whether Alma took it. */
  pending: boolean
  sheetAt: string | null
  /** Another password was set since the sheet was printed, or there is none. */
  sheetIsOld: boolean
  /** `gone`: they may not borrow it any more, and still know its password. */
  out: { to: string; since: string; reason: string; mine: boolean; gone: boolean } | null
}

export interface BackupAdminsView {
  institution: InstitutionView
  /** What the last look said, and what it looked at. */
  check: CheckView | null
  kept: KeptBackupAdminView[]
  /** Named in the settings and not kept here: nobody has written down whose it is. */
  namedOnly: string[]
  sisGroups: string[]
  /** May make, name and print. */
  canManage: boolean
  /** May check one out and in. */
  canTake: boolean
}

/** What was looked at of all of them together, such as how many there are. */
export function partsOfAll(check: CheckView | null): CheckPart[] {
  return (check?.parts ?? []).filter((part) => part.of === undefined)
}

/** What was looked at of one account in Alma; how it is kept here stands elsewhere. */
export function partsInAlma(check: CheckView | null, primaryId: string): CheckPart[] {
  const ofKeeping = ["out", "pending", "sheet"]
  return (check?.parts ?? []).filter((part) => part.of?.toLowerCase() === primaryId.toLowerCase() && !ofKeeping.includes(part.id))
}
