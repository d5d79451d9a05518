import { buttonVariants } from "@heroui/styles"
import Link from "next/link"
import type { AccountView, OutageView } from "@/lib/domain/views"

/** To the by-hand cards, beginning with the first of these accounts; nothing where there is nothing to do by hand. */
export function ByHandLink({ outage, accounts }: { outage: OutageView; accounts: AccountView[] }) {
  const first = accounts.find((account) => account.steps !== null) ?? (outage.endedAt === null ? undefined : accounts[0])
  if (!first) return null
  return <Link href={`/outages/${outage.id}/by-hand?account=${first.holdId}`} className={buttonVariants({ variant: "outline", size: "sm" })}>Do it by hand</Link>
}
