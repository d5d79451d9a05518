import { expect, it } from "vitest"
import type { HoldState } from "@/lib/domain/states"
import type { AccountView } from "@/lib/domain/views"
import { boardGroups } from "./board-groups"

function account(state: HoldState, externalReads = 0, acceptedBy: string | null = null): AccountView {
  // Only what the board reads.
  return { state, externalReads, acceptedBy } as AccountView
}

it("shows every held account once and none that was left alone", () => {
  const groups = boardGroups([
    account("collected"), account("internal"), account("internal"), account("external_watching", 3), account("external_watching", 4),
    account("external_watching", 2), account("left_alone"), account("needs_person"), account("needs_person", 0, "Ruth Okafor"),
  ])
  expect(groups.map((group) => [group.key, group.count])).toEqual([
    ["collected", 1], ["internal", 2], ["proved", 2], ["read-2", 1], ["accepted", 1], ["needs_person", 1],
  ])
})

it("shows whose pick-up got no answer apart from those who only haven't collected", () => {
  const helpless = { ...account("internal"), needsHelpUntil: "2026-11-19T14:29:00Z" }
  expect(boardGroups([account("internal"), helpless]).map((group) => [group.word, group.count])).toEqual([["Not collected", 1], ["Needs help", 1]])
})
