import type { Action } from "@/components/action-result/run-action"
import type { EnrolmentLinkView } from "@/lib/domain/enrolment"

/** What can be done on the page of enrolments. Given by the page, so that the components can be drawn without a server. */
export interface EnrolmentActions {
  makeLinks: Action<{ rosterId?: string; staff?: string }, { links: EnrolmentLinkView[] }>
  withdraw: Action<{ enrolmentId: string }, unknown>
  nameVoucher: Action<{ voucherId: string; forId: string }, unknown>
  removeVoucher: Action<{ pairId: string }, unknown>
}
