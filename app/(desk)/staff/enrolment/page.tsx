import type { Metadata } from "next"
import { EnrolmentPage } from "@/components/enrolment/enrolment-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { makeEnrolmentLinksAction } from "@/lib/actions/make-enrolment-links"
import { nameVoucherAction } from "@/lib/actions/name-voucher"
import { removeVoucherAction } from "@/lib/actions/remove-voucher"
import { withdrawEnrolmentAction } from "@/lib/actions/withdraw-enrolment"
import { enrolmentView } from "@/lib/queries/enrolment"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Enrolment" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const enrolment = await enrolmentView()
  return (
    <EnrolmentPage
      enrolment={enrolment} institution={institution} now={new Date().toISOString()}
      header={<DeskHeader viewer={viewer} institution={institution} place="staff" />}
      actions={{ makeLinks: makeEnrolmentLinksAction, withdraw: withdrawEnrolmentAction, nameVoucher: nameVoucherAction, removeVoucher: removeVoucherAction }}
    />
  )
}
