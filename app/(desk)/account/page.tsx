import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AccountPage } from "@/components/account/account-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { CAMPUS_WORDS, isCampusOutcome } from "@/lib/domain/campus-words"
import { accountView } from "@/lib/queries/account"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Your account" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { viewer, institution } = await requireViewer()
  const account = await accountView()
  if (account === null) redirect("/sign-in")
  const header = <DeskHeader viewer={viewer} institution={institution} place={null} />
  const { campus } = await searchParams
  const campusSaid = isCampusOutcome(campus) ? CAMPUS_WORDS[campus] : null
  return <AccountPage account={account} campusSaid={campusSaid} timeZone={institution.timeZone} now={new Date().toISOString()} header={header} />
}
