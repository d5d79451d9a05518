import type { Action } from "@/components/action-result/run-action"
import type { HandCheckView, OpenedHandCardView } from "@/lib/domain/hand-views"

interface OneAccount {
  outageId: string
  holdId: string
}

/** What the by-hand cards can do. Given by the page, so that they can be drawn without a server. */
export interface ByHandActions {
  open: Action<{ outageId: string; holdId?: string }, OpenedHandCardView>
  keep: Action<OneAccount, { mine: boolean }>
  leave: Action<{ outageId: string }, unknown>
  check: Action<OneAccount, HandCheckView>
  tick: Action<OneAccount & { words: string; externalId?: string }, unknown>
  handOver: Action<OneAccount, unknown>
}
