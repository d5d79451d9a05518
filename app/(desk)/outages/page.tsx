import type { Metadata } from "next"
import { OutagesPage } from "@/components/outages/outages-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { homeView } from "@/lib/queries/home"
import { outagesView } from "@/lib/queries/outages"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Outages" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const [outages, home] = await Promise.all([outagesView(), homeView()])
  const header = <DeskHeader viewer={viewer} institution={institution} place="outages" />
  return <OutagesPage outages={outages} home={home} now={new Date().toISOString()} header={header} />
}
