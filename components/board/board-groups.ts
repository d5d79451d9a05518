import { type ShownState, shownState } from "@/components/account-state/state-words"
import { READS_NEEDED } from "@/lib/domain/closing"
import type { AccountView } from "@/lib/domain/views"

/** Accounts that are drawn together on the board. `reads` is set for watched ones, which show a tally. */
export interface BoardGroup {
  key: string
  state: ShownState
  word: string
  count: number
  reads?: number
}

const ORDER: { state: ShownState; word: string }[] = [
  { state: "collected", word: "Collected" },
  { state: "internal", word: "Not collected" },
  { state: "switching", word: "Switching" },
  { state: "waiting", word: "Waiting" },
  { state: "returning", word: "Returning" },
]

/**
 * The board: every held account in one group, left to right in the order of the journey, what needs
 * a person last. Accounts left alone are no debt and have no window.
 */
export function boardGroups(accounts: AccountView[]): BoardGroup[] {
  const shown = accounts.map((account) => ({ state: shownState(account), reads: account.externalReads }))
  const count = (state: ShownState) => shown.filter((one) => one.state === state).length
  const groups: BoardGroup[] = ORDER.map(({ state, word }) => ({ key: state, state, word, count: count(state) }))
  groups.push({
    key: "proved", state: "proved", reads: READS_NEEDED, count: count("proved"),
    word: `External, read ${READS_NEEDED} of ${READS_NEEDED} times`,
  })
  for (let reads = READS_NEEDED - 1; reads >= 0; reads--) {
    groups.push({
      key: `read-${reads}`, state: "external_watching", reads,
      word: `Read ${reads} of ${READS_NEEDED} times`,
      count: shown.filter((one) => one.state === "external_watching" && one.reads === reads).length,
    })
  }
  groups.push({ key: "returned", state: "returned", word: "Returned", count: count("returned") })
  groups.push({ key: "accepted", state: "accepted", word: "Accepted as unresolved", count: count("accepted") })
  groups.push({ key: "needs_help", state: "needs_help", word: "Needs help", count: count("needs_help") })
  groups.push({ key: "needs_person", state: "needs_person", word: count("needs_person") === 1 ? "Needs a person" : "Need a person", count: count("needs_person") })
  return groups.filter((group) => group.count > 0)
}
