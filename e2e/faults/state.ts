import type { CellResult } from "./run-cells"

/** What is kept of a long run, so that it goes on where it was. */
export interface FaultsState {
  cells: Record<string, CellResult>
  database: Record<string, CellResult>
  /** Faults that this machine doesn't let be played, with the reason. */
  notHere: Record<string, string>
  restored: Record<string, CellResult>
  selfChecks: Record<string, { bites: boolean; said: string }>
  /** What workers met that nobody expected, and how often. */
  unexpected: Record<string, number>
  brokenChains: number
}

export const emptyState = (): FaultsState => ({ cells: {}, database: {}, notHere: {}, restored: {}, selfChecks: {}, unexpected: {}, brokenChains: 0 })
