import { PickupPage } from "@/components/pickup/pickup-page"
import { redeemCodeAction } from "@/lib/actions/redeem-code"
import { isSomeOutageOpen } from "@/lib/queries/pickup"

export const dynamic = "force-dynamic"

export default async function Page() {
  return <PickupPage redeem={redeemCodeAction} lit={await isSomeOutageOpen()} />
}
