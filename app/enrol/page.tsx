import { connection } from "next/server"
import { EnrolPage } from "@/components/enrol/enrol-page"
import { beginStaffPasskeyAction } from "@/lib/actions/begin-staff-passkey"
import { finishStaffPasskeyAction } from "@/lib/actions/finish-staff-passkey"
import { openEnrolmentAction } from "@/lib/actions/open-enrolment"
import { printCardAction } from "@/lib/actions/print-card"

export default async function Page() {
  // Rendered for each request, so that its scripts carry that answer's nonce.
  await connection()
  return (
    <EnrolPage actions={{ open: openEnrolmentAction, beginPasskey: beginStaffPasskeyAction, finishPasskey: finishStaffPasskeyAction, printCard: printCardAction }} />
  )
}
