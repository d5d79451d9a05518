import { groupCode } from "@/lib/domain/pickup-code"

/** A code in groups, to read, to copy by hand, or to print. Marking it gives the code with spaces, which don't matter. */
export function CodeGroups({ code, label }: { code: string; label: string }) {
  return (
    <p role="group" aria-label={label} className="code-groups" translate="no">
      {groupCode(code).map((group, at) => <span key={at}>{at > 0 ? " " : ""}{group}</span>)}
    </p>
  )
}
