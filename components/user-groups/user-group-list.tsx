import type { ReactNode } from "react"
import type { UserGroups } from "@/lib/domain/settings-views"

type Group = NonNullable<UserGroups["groups"]>[number]

/** Alma's user groups below the field that one of them is typed into; where Alma doesn't tell them, why. */
export function UserGroupList({ answer, children }: { answer: UserGroups | null; children: (group: Group) => ReactNode }) {
  return (
    <div className="mt-2 text-row text-ink-2">
      <p role="status">{answer === null ? "Reading the groups in Alma…" : (answer.why ?? (answer.groups?.length === 0 ? "Alma has no user group." : null))}</p>
      {answer?.groups && answer.groups.length > 0 ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        <ul aria-label="Groups that Alma has" tabIndex={0} className="rule-list max-h-56 overflow-y-auto">
          {answer.groups.map((group) => <li key={group.code} className="flex min-h-9 flex-wrap items-center gap-x-2.5 py-1">{children(group)}</li>)}
        </ul>
      ) : null}
    </div>
  )
}
