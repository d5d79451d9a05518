import type { PreviewAccountView } from "@/lib/domain/views"

export function WhoseAccount({ account }: { account: Pick<PreviewAccountView, "name" | "primaryId"> }) {
  return (
    <>
      {account.name ? <><b className="me-1 font-medium">{account.name}</b>{" "}</> : null}
      <span className={account.name ? "acct__id" : "font-mono"}>{account.primaryId}</span>
    </>
  )
}
