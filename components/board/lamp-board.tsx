import { StateWindow } from "@/components/account-state/state-window"
import type { AccountView } from "@/lib/domain/views"
import { type BoardGroup, boardGroups } from "./board-groups"

/** Above this many windows one can't count them any more: a bar says it better. */
const MOST_WINDOWS = 60
/** Where a group is wider than this, each gets a row of its own on a phone. */
const WIDE_GROUP = 12

/** Every held account as one window, in groups with their number; many accounts as one proportional bar. */
export function LampBoard({ accounts }: { accounts: AccountView[] }) {
  const groups = boardGroups(accounts)
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  if (total === 0) return null
  return total > MOST_WINDOWS ? <BoardBar groups={groups} /> : <BoardWindows groups={groups} />
}

function BoardWindows({ groups }: { groups: BoardGroup[] }) {
  const wide = groups.some((group) => group.count > WIDE_GROUP || group.reads !== undefined)
  return (
    <ul className="board" aria-label="Accounts by state">
      {groups.map((group) => (
        <li key={group.key} className={`board__group ${wide ? "board__group--wide" : ""}`}>
          <span className="board__windows" aria-hidden="true">
            {Array.from({ length: group.count }, (_, i) => (
              <StateWindow key={i} name={group.state} size="board" reads={group.reads} />
            ))}
          </span>
          <span className="board__label"><b>{group.count}</b> <span>{group.word}</span></span>
        </li>
      ))}
    </ul>
  )
}

function BoardBar({ groups }: { groups: BoardGroup[] }) {
  return (
    <div>
      <div className="board-bar" aria-hidden="true">
        {groups.map((group) => (
          <StateWindow key={group.key} name={group.state} style={{ flexGrow: group.count }} />
        ))}
      </div>
      <ul className="board-bar__numbers" aria-label="Accounts by state">
        {groups.map((group) => (
          <li key={group.key} className="board__label">
            <StateWindow name={group.state} /> <b>{group.count}</b> <span>{group.word}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
