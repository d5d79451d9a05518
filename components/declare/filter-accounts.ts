import { folded } from "@/lib/domain/folded"
import type { Verdict } from "@/lib/domain/states"
import type { PreviewAccountView } from "@/lib/domain/views"

/** Exceptions first: what somebody may have to act on before what goes by itself. */
const URGENCY: Record<Verdict, number> = {
  unreadable: 0, not_found: 1, no_external_id: 2, expired: 3, inactive: 4, already_internal: 5, protected: 6, duplicate: 7, not_read: 8, switch: 9,
}

/** An account with what a search looks through, made once for a list of thousands. */
export interface IndexedAccount extends PreviewAccountView {
  /** An id can stand on the list twice, as "listed twice": its place in the list tells them apart. */
  key: string
  searched: string
}

export function indexAccounts(accounts: PreviewAccountView[]): IndexedAccount[] {
  return accounts.map((account, at) => ({
    ...account,
    key: `${account.primaryId} ${account.verdict} ${at}`,
    searched: folded(`${account.name ?? ""} ${account.primaryId}`),
  }))
}

export function exceptionsFirst(accounts: IndexedAccount[]): IndexedAccount[] {
  return accounts.toSorted((a, b) => URGENCY[a.verdict] - URGENCY[b.verdict])
}

/** Those of this verdict whose name or Primary ID holds every word, without regard to case and accents. */
export function filterAccounts(accounts: IndexedAccount[], wanted: { verdict: Verdict | "all"; text: string }): IndexedAccount[] {
  const words = folded(wanted.text).split(/\s+/).filter(Boolean)
  return accounts.filter(
    ({ verdict, searched }) => (wanted.verdict === "all" || verdict === wanted.verdict) && words.every((word) => searched.includes(word)),
  )
}
