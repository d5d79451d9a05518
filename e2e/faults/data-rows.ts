import type { MeanwhileChange } from "@/lib/practice/faults"
import type { Row, Strike } from "./row"
import { TARGET, type Step } from "./steps"

/** Right after this step's answer was made, before it arrives: between a read and what is done by it. */
function meanwhile(step: Step, change: MeanwhileChange, by: "admin" | "sis"): Strike | null {
  if (step.asked === "auth" || step.asked === "delete_set") return null
  const { match, after, skip } = step
  const rule = { match, ...(after && { after }), ...(skip !== undefined && { skip }) }
  return { rules: [{ ...rule, fault: { kind: "meanwhile", change, primaryId: TARGET, by } }], changed: change }
}

const data = (id: string, title: string, change: MeanwhileChange, by: "admin" | "sis"): Row => ({
  id,
  title,
  group: "data",
  at: (step) => meanwhile(step, change, by),
})

const ODD_IDS: [string, string][] = [
  ["id-at", "astrid.holm@practice.example"],
  ["id-space", "jean paul"],
  ["id-slash", "dept/reference"],
  ["id-percent", "100%staff"],
  ["id-quote", "o'neil \"red\""],
  ["id-latin", "žofie.dvořák"],
  ["id-cjk", "山田花子"],
  ["id-case", "MIXEDCASEID"],
]

/** The whole way, and a lost write on it: such an id must also be found again. */
const oddId = ([id, target]: [string, string]): Row => ({
  id,
  title: `id ${target}`,
  group: "data",
  at: (step) =>
    step.asked === "put" || step.asked === "run" || (step.phase === "switch" && step.asked === "read")
      ? { target, rules: [{ match: { ...step.match, ...(step.match.primaryId && { primaryId: target }) }, fault: "reset_after_apply" }] }
      : null,
})

export const DATA_ROWS: Row[] = [
  data("sis-external", "user load makes it External", "external", "sis"),
  data("hand-internal", "somebody makes it Internal by hand", "internal", "admin"),
  data("edited", "edited", "edit", "admin"),
  data("sis-edited", "edited by a user load", "edit", "sis"),
  data("renamed", "renamed", "rename", "sis"),
  data("expired", "expires", "expire", "sis"),
  data("deleted", "deleted", "delete", "admin"),
  ...ODD_IDS.map(oddId),
]
