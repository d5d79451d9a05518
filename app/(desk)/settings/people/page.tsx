import type { Metadata } from "next"
import { PeoplePage } from "@/components/people/people-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { peopleView } from "@/lib/queries/people"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "People" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const people = await peopleView()
  const header = <DeskHeader viewer={viewer} institution={institution} place="settings" />
  return <PeoplePage view={people} institution={institution} now={new Date().toISOString()} header={header} />
}
