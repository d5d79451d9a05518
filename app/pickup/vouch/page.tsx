import type { Metadata } from "next"
import { VouchPage } from "@/components/pickup/vouch-page"
import { vouchForAction } from "@/lib/actions/vouch-for"
import { isSomeOutageOpen } from "@/lib/queries/pickup"

export const metadata: Metadata = { title: { absolute: "Vouch for a colleague" } }
export const dynamic = "force-dynamic"

export default async function Page() {
  return <VouchPage vouch={vouchForAction} lit={await isSomeOutageOpen()} />
}
