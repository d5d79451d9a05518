import { PickupPage } from "@/components/pickup/pickup-page"
import { redeemCodeAction } from "@/lib/actions/redeem-code"

export const dynamic = "force-dynamic"

export default function Page() {
  return <PickupPage redeem={redeemCodeAction} />
}
