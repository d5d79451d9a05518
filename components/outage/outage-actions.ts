import type { Action } from "@/components/action-result/run-action"
import type { IssuedCodeView, PreviewView } from "@/lib/domain/views"
import type { SearchStaff } from "@/components/declare/alma-search"

/** What can be done to an outage. Given by the page, so that the components can be drawn without a server. */
export interface OutageActions {
  previewStaff: Action<{ text: string }, PreviewView>
  searchStaff: SearchStaff
  addAccounts: Action<{ outageId: string; text: string }, { added: number; leftAlone: number }>
  switchOutage: Action<{ outageId: string }, unknown>
  retryAccount: Action<{ outageId: string; holdId: string }, unknown>
  retryAccounts: Action<{ outageId: string; holdIds: string[] }, unknown>
  returnAccounts: Action<{ outageId: string; holdIds: string[] }, unknown>
  handOverOutage: Action<{ outageId: string; personId: string }, unknown>
  endOutage: Action<{ outageId: string }, unknown>
  acceptUnresolved: Action<{ outageId: string; holdId: string; reason: string }, unknown>
  seeAlert: Action<{ alertId: string }, unknown>
  issueCodes: Action<{ outageId: string; holdIds?: string[]; kind: "slip" | "live" }, { codes: IssuedCodeView[] }>
}
