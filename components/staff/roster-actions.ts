import type { Action } from "@/components/action-result/run-action"
import type { SearchStaff } from "@/components/declare/alma-search"
import type { RosterPerson } from "@/lib/domain/roster"

export interface RosterActions {
  refresh: Action<{ rosterId: string }, void>
  rename: Action<{ rosterId: string; name: string }, { name: string }>
  remove: Action<{ rosterId: string }, { name: string }>
  add: Action<{ rosterId: string; staff: RosterPerson[]; texts: string[] }, { added: number; people: number }>
  takeOff: Action<{ rosterId: string; primaryIds: string[] }, { removed: number; people: number }>
  search: SearchStaff
}
