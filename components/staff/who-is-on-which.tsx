import { Button } from "@heroui/react/button"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import Link from "next/link"
import { people } from "@/components/outage/outage-words"
import type { StaffView } from "@/lib/domain/roster-views"

/** Somebody is looked for on all rosters at once. A plain form: it asks the server, also without JavaScript. */
export function WhoIsOnWhich({ find, found }: { find: string; found: StaffView["found"] }) {
  return (
    <section aria-labelledby="on-which" className="mt-12">
      <h2 id="on-which" className="text-h2 font-semibold tracking-tight">Who is on which</h2>
      <form action="/staff#on-which" role="search" className="mt-3 flex flex-wrap items-end gap-3">
        <TextField name="find" defaultValue={find} className="w-full min-w-0 sm:w-80">
          <Label>Name or Primary ID</Label>
          <Input autoComplete="off" spellCheck={false} maxLength={200} />
        </TextField>
        <Button type="submit" variant="outline" className="button--main">Look</Button>
      </form>
      {found ? <Found found={found} /> : null}
    </section>
  )
}

function Found({ found: { people: list, total } }: { found: NonNullable<StaffView["found"]> }) {
  if (total === 0) return <p className="mt-4 text-ink-2">Nobody on a roster is called so.</p>
  return (
    <>
      <p className="mt-4 text-small text-muted">{people(total)}{total > list.length ? `, the first ${list.length} shown: say more of the name` : ""}</p>
      <ul className="rule-list mt-2">
        {list.map((person) => (
          <li key={person.primaryId} className="grid gap-x-6 py-2.5 text-row sm:grid-cols-2">
            <p className="min-w-0 wrap-anywhere"><span className="font-medium">{person.name ?? "Name not known"}</span> <span className="font-mono text-caption text-muted">{person.primaryId}</span></p>
            <ul className="flex min-w-0 flex-wrap gap-x-4">
              {person.rosters.map((roster) => <li key={roster.id} className="wrap-anywhere"><Link href={`/staff/rosters/${roster.id}`} className="link-quiet">{roster.name}</Link></li>)}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}
