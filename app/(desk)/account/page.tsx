import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { AccountPage } from "@/components/account/account-page"
import { DeskHeader } from "@/components/shell/desk-header"
import { accountView } from "@/lib/queries/account"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Your account" }
export const dynamic = "force-dynamic"

export default async function Page() {
  const { viewer, institution } = await requireViewer()
  const account = await accountView()
  if (account === null) redirect("/sign-in")
  const header = <DeskHeader viewer={viewer} institution={institution} place={null} />
  return <AccountPage account={account} timeZone={institution.timeZone} now={new Date().toISOString()} header={header} />
}
