import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { DeclareWizard } from "@/components/declare/declare-wizard"
import { DeskHeader } from "@/components/shell/desk-header"
import { declareOutageAction } from "@/lib/actions/declare-outage"
import { forgetDraftAction } from "@/lib/actions/forget-draft"
import { gatherStaffAction } from "@/lib/actions/gather-staff"
import { previewPortionAction } from "@/lib/actions/preview-portion"
import { readAlmaSetAction } from "@/lib/actions/read-alma-set"
import { saveDraftAction } from "@/lib/actions/save-draft"
import { saveRosterAction } from "@/lib/actions/save-roster"
import { searchStaffAction } from "@/lib/actions/search-staff"
import { triageSignOnAction } from "@/lib/actions/triage-sign-on"
import { declareView, keptDraft, rostersView } from "@/lib/queries/declare"
import { signOnHistoryView } from "@/lib/queries/sign-on"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Declare an outage" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<{ drill?: string; staff?: string | string[] }> }) {
  const { viewer, institution } = await requireViewer()
  const [known, kept, rosters, signOn, { drill, staff }] = await Promise.all([declareView(), keptDraft(), rostersView(), signOnHistoryView(), searchParams])
  // One open outage an institution: two liaisons who press at once meet in the same one. A drill stands in no outage's way.
  const inTheWay = known.openOutage && (!known.openOutage.drill || drill !== undefined) ? known.openOutage : null
  if (inTheWay) redirect(`/outages/${inTheWay.id}`)
  if (!known.canDeclare) redirect("/")
  return (
    <DeclareWizard
      institution={institution} checks={known.checks} signOn={signOn} drill={drill !== undefined} endsDrill={known.openOutage !== null} staff={typeof staff === "string" ? staff.slice(0, 255) : ""} kept={kept} rosters={rosters} now={new Date().toISOString()}
      actions={{
        reading: { gather: gatherStaffAction, portion: previewPortionAction }, searchStaff: searchStaffAction,
        triage: triageSignOnAction, readSet: readAlmaSetAction, saveRoster: saveRosterAction, declareOutage: declareOutageAction,
        draft: { save: saveDraftAction, forget: forgetDraftAction },
      }}
      header={<DeskHeader viewer={viewer} institution={institution} place="home" />}
    />
  )
}
