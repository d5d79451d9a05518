import { PickupPage } from "@/components/pickup/pickup-page"
import { beginPasskeyPickupAction } from "@/lib/actions/begin-passkey-pickup"
import { redeemCodeAction } from "@/lib/actions/redeem-code"
import { redeemPasskeyAction } from "@/lib/actions/redeem-passkey"
import { isSomeOutageOpen, passkeysOffered } from "@/lib/queries/pickup"

export const dynamic = "force-dynamic"

export default async function Page() {
  return <PickupPage redeem={redeemCodeAction} passkey={{ offered: passkeysOffered(), begin: beginPasskeyPickupAction, redeem: redeemPasskeyAction }} lit={await isSomeOutageOpen()} />
}
