import type { Metadata } from "next"
import { OutagesPage } from "@/components/outages/outages-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { openOutageView } from "@/lib/queries/open-outage"
import { outagesView } from "@/lib/queries/outages"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Outages" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [outages, open] = await Promise.all([outagesView(), openOutageView()])
  const header = <DeskHeader viewer={viewer} institution={institution} place="outages" />
  return <OutagesPage outages={outages} open={open} timeZone={institution.timeZone} now={new Date().toISOString()} header={header} />
}
