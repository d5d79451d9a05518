import { Button } from "@heroui/react/button"
import { MarkIcon } from "@/components/leader/leader-line"
import { moment } from "@/components/time/format-time"
import type { PersonView } from "@/lib/domain/people-views"
import { factorWords, getsIn, roleWords } from "./people-words"

/** One row a person: who, what they may do, how they sign in. On a phone the same in lines. */
export function PeopleRows({ people, timeZone, now, onOpen }: {
  people: PersonView[]
  timeZone: string
  now: string
  onOpen: (id: string) => void
}) {
  return (
    <>
      <div aria-hidden="true" className={`${GRID} hidden border-b border-control pb-2 text-small text-ink-2 md:grid`}>
        <span>Name</span><span>Role</span><span>Signs in with</span><span>Last sign-in</span><span />
      </div>
      <ul className="max-md:border-t max-md:border-line">
        {people.map((person) => (
          <li key={person.id} className={`${GRID} grid items-baseline gap-y-1 border-b border-line py-3 text-row`}>
            <span className="min-w-0">
              <b className="font-medium wrap-anywhere">{person.name}</b>{person.you ? <span className="text-ink-2"> (you)</span> : null}
              <span className="block text-small text-muted wrap-anywhere">{person.email}</span>
            </span>
            <span className="min-w-0 text-ink-2">{person.roles.length === 0 ? "No role here" : person.roles.map((role) => <span key={role.institution?.code ?? ""} className="block">{roleWords(role)}</span>)}</span>
            <span className="min-w-0">
              {person.disabled ? <b className="font-semibold">Disabled</b> : factorWords(person.factors)}
              {!person.disabled && !getsIn(person) ? <span className="block text-small text-ink-2"><MarkIcon mark="warn" />Sign-in not set up yet</span> : null}
            </span>
            <span className="text-small text-ink-2"><span className="md:hidden">Last sign-in: </span>{person.lastSignIn ? moment(person.lastSignIn, timeZone, now) : "never"}{person.openSessions > 0 ? ", signed in now" : ""}</span>
            <span className="md:text-end"><Button variant="ghost" className="button--plain" aria-label={`Change ${person.name}`} onPress={() => onOpen(person.id)}>Change…</Button></span>
          </li>
        ))}
      </ul>
    </>
  )
}

const GRID = "gap-x-6 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1.3fr)_minmax(0,1.2fr)_minmax(0,0.8fr)_4.5rem]"
