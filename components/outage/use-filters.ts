"use client"

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { HAND_OVERS, type HandOver, isIn } from "@/components/account-state/hand-over"
import { STATE_WORDS, type ShownState, shownState } from "@/components/account-state/state-words"
import type { AccountView } from "@/lib/domain/views"

/** One key for each word: "External, watching" stands for proved ones too. */
export type FilterState = Exclude<ShownState, "proved">
const STATES = (Object.keys(STATE_WORDS) as ShownState[]).filter((state): state is FilterState => state !== "proved")

export interface Filters {
  q: string
  state: FilterState | null
  hand: HandOver | null
}

/** What the table shows, kept in the address: a reload, a link and another window show the same. */
export function useFilters() {
  const [filters, setFilters] = useQueryStates(
    { q: parseAsString.withDefault(""), state: parseAsStringLiteral(STATES), hand: parseAsStringLiteral(HAND_OVERS) },
    { history: "replace" },
  )
  return { filters, change: (change: Partial<Filters>) => void setFilters(change), clear: () => void setFilters(null) }
}

export function isFiltered({ q, state, hand }: Filters): boolean {
  return q.trim() !== "" || state !== null || hand !== null
}

export function fits(account: AccountView, { q, state, hand }: Filters): boolean {
  if (state !== null && STATE_WORDS[shownState(account)] !== STATE_WORDS[state]) return false
  if (hand !== null && !isIn(hand, account)) return false
  const wanted = q.trim().toLowerCase()
  return wanted === "" || `${account.name ?? ""} ${account.primaryId} ${account.department ?? ""}`.toLowerCase().includes(wanted)
}

/** The states that occur, each word once, in the order of the list. */
export function statesOf(accounts: AccountView[]): FilterState[] {
  return [...new Set(accounts.map(shownState).map((state) => (state === "proved" ? "external_watching" : state)))]
}
