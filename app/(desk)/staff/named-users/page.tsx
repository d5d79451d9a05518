import type { Metadata } from "next"
import { DeskHeader } from "@/components/shell/desk-header"
import { NamedUsersPage } from "@/components/staff/named-users-page"
import { countNamedUsersAction } from "@/lib/actions/count-named-users"
import { readAlmaRolesAction } from "@/lib/actions/read-alma-roles"
import { resumeNamedUserCountAction } from "@/lib/actions/resume-named-user-count"
import { setNamedUserRulesAction } from "@/lib/actions/set-named-user-rules"
import { stopNamedUserCountAction } from "@/lib/actions/stop-named-user-count"
import { rostersView } from "@/lib/queries/declare"
import { namedUsersView } from "@/lib/queries/staff"
import { requireViewer } from "@/lib/queries/viewer"

export const metadata: Metadata = { title: "Named Users" }
export const dynamic = "force-dynamic"

export default async function Page({ searchParams }: { searchParams: Promise<{ count?: string | string[] }> }) {
  const { viewer, institution } = await requireViewer()
  const { count } = await searchParams
  const asked = typeof count === "string" && /^[0-9a-f-]{36}$/.test(count) ? count : undefined
  const [view, rosters] = await Promise.all([namedUsersView(asked), rostersView()])
  return (
    <NamedUsersPage
      key={asked} asked={asked ?? null} initial={view} rosters={rosters} now={new Date().toISOString()} header={<DeskHeader viewer={viewer} institution={institution} place="staff" />}
      actions={{ count: countNamedUsersAction, stop: stopNamedUserCountAction, resume: resumeNamedUserCountAction, readRoles: readAlmaRolesAction, setRules: setNamedUserRulesAction }}
    />
  )
}
