import type { Action } from "@/components/action-result/run-action"

export type CountFrom = { kind: "everyone" } | { kind: "set"; set: string } | { kind: "roster"; roster: string }

export interface NamedUserActions {
  count: Action<{ source: CountFrom }, { id: string; began: boolean }>
  stop: Action<{ countId: string }, void>
  resume: Action<{ countId: string }, void>
  readRoles: Action<Record<string, never>, { code: string; name: string; counts: boolean }[]>
  setRules: Action<{ allowance?: number | null; notCounted?: string[] | null }, void>
}
