import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { OutageLive } from "@/components/outage/outage-live"
import { acceptUnresolvedAction } from "@/lib/actions/accept-unresolved"
import { addAccountsAction } from "@/lib/actions/add-accounts"
import { endOutageAction } from "@/lib/actions/end-outage"
import { handOverOutageAction } from "@/lib/actions/hand-over-outage"
import { issueCodesAction } from "@/lib/actions/issue-codes"
import { previewStaffAction } from "@/lib/actions/preview-staff"
import { retryAccountAction } from "@/lib/actions/retry-account"
import { retryAccountsAction } from "@/lib/actions/retry-accounts"
import { returnAccountsAction } from "@/lib/actions/return-accounts"
import { searchStaffAction } from "@/lib/actions/search-staff"
import { seeAlertAction } from "@/lib/actions/see-alert"
import { switchOutageAction } from "@/lib/actions/switch-outage"
import { liaisonsView } from "@/lib/queries/liaisons"
import { outageView } from "@/lib/queries/outage"
import { type OutageParams, outagePlace } from "./outage-place"

export const metadata: Metadata = { title: "Outage" }
export const dynamic = "force-dynamic"

export default async function Page({ params, searchParams }: {
  params: OutageParams
  searchParams: Promise<{ account?: string }>
}) {
  const { id, viewer, header, elsewhere } = await outagePlace(params)
  const { account } = await searchParams
  const outage = await outageView(id)
  if (!outage) notFound()
  const other = elsewhere(outage.institution)
  if (other) return other
  const liaisons = await liaisonsView(outage.institution.id)
  return (
    <OutageLive
      initial={outage} desk={{ viewer: { personId: viewer.personId, name: viewer.name }, liaisons }} openAccount={account}
      header={header}
      actions={{
        previewStaff: previewStaffAction, searchStaff: searchStaffAction, addAccounts: addAccountsAction, switchOutage: switchOutageAction,
        retryAccount: retryAccountAction, retryAccounts: retryAccountsAction, returnAccounts: returnAccountsAction,
        handOverOutage: handOverOutageAction, endOutage: endOutageAction, acceptUnresolved: acceptUnresolvedAction, issueCodes: issueCodesAction,
        seeAlert: seeAlertAction,
      }}
    />
  )
}
