import type { OutageStatus } from "@/lib/db/outage-status"
import { switchSteps } from "@/lib/domain/sentences"
import { VERDICTS } from "@/lib/domain/states"
import type { PreviewView } from "@/lib/domain/views"
import { table } from "./table"

/** An outage as a person reads it in a terminal: the state first, then each account. */
export function statusText(status: OutageStatus): string {
  const { counts } = status
  const head = `${status.institution}: ${status.drill ? "drill" : "outage"} ${status.id} is ${status.state}. ` +
    `${counts.nowInternal} of ${counts.held} held accounts are Internal.`
  const rows = status.accounts.map((account) => [
    account.state.replaceAll("_", " "),
    account.primaryId,
    account.name,
    account.observed ? `${account.observed} ${account.observedAt?.slice(0, 19).replace("T", " ") ?? ""}` : "",
    account.reason?.replaceAll("_", " ") ?? "",
  ])
  return `${head}\n\n${table(["STATE", "PRIMARY ID", "NAME", "LAST READ (UTC)", "WHY"], rows)}`
}

export function previewText(preview: PreviewView): string {
  const counts = VERDICTS.filter((verdict) => preview.counts[verdict] > 0).map((verdict) => `${verdict.replaceAll("_", " ")} ${preview.counts[verdict]}`)
  const rows = preview.accounts.map((account) => [account.verdict.replaceAll("_", " "), account.primaryId, account.name, account.reason])
  return `${counts.join(", ")}\n\n${table(["VERDICT", "PRIMARY ID", "NAME", "WHY"], rows)}`
}

/** What a person does in Alma's own screen, for accounts on the manual route. */
export function byHandText(primaryIds: string[]): string {
  const steps = switchSteps("(as listed)").map((step, at) => `  ${at + 1}. ${step}`)
  return `By hand in Alma, for each of: ${primaryIds.join(", ")}\n${steps.join("\n")}`
}
