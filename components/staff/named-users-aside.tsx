"use client"

import { Button } from "@heroui/react/button"
import Link from "next/link"
import { LeaderLine } from "@/components/leader/leader-line"
import { moment, shortDay } from "@/components/time/format-time"
import { SWITCHING_CHANGES_NOTHING } from "@/lib/domain/named-user"
import { type NamedUserCountView, type NamedUsersView, sourceWords } from "@/lib/domain/named-user-count"
import { namedUsersAddress } from "./staff-words"

const MOST_NAMES = 30

/** Against what, what changed, and what should be known of the number. */
export function NamedUsersAside({ asked, view, now, onRules }: { asked: string | null; view: NamedUsersView; now: string; onRules: () => void }) {
  const { newest, allowance, ownList, earlier, timeZone } = view
  return (
    <aside aria-label="About the count" className="grid content-start gap-8 text-row max-lg:order-first">
      <div>
        <dl className="grid gap-2">
          <LeaderLine challenge="Allowed" size="text-row">{allowance ?? "not set"}</LeaderLine>
          <LeaderLine challenge="Roles that don't count" size="text-row">{ownList.length === 0 ? "CARLI's list" : `${ownList.length} of your own`}</LeaderLine>
          {newest ? <LeaderLine challenge="Users read" size="text-row">{newest.read}</LeaderLine> : null}
        </dl>
        <p className="mt-3 flex flex-wrap items-baseline gap-x-6 gap-y-2 font-medium">
          {view.canManage ? <Button variant="ghost" className="button--plain text-ink-2" onPress={onRules}>Change these</Button> : null}
          {newest ? <a href={namedUsersAddress("/csv", view, asked)} download className="link-quiet text-ink-2">Save as CSV</a> : null}
        </p>
      </div>
      {newest ? <Changes view={view} now={now} /> : null}
      {newest && newest.notes.length > 0 ? (
        <section aria-labelledby="to-know">
          <h2 id="to-know" className="font-semibold">To know</h2>
          <ul className="rule-list mt-2">{newest.notes.map((note) => <li key={note} className="py-2 text-small text-ink-2 wrap-anywhere">{note}</li>)}</ul>
        </section>
      ) : null}
      <p className="text-small text-ink-2">{SWITCHING_CHANGES_NOTHING}</p>
      {earlier.length > 0 ? (
        <section aria-labelledby="earlier">
          <h2 id="earlier" className="font-semibold">Other counts</h2>
          <ul className="rule-list mt-2 text-small">
            {earlier.map((count) => (
              <li key={count.id} className="flex gap-4 py-2">
                <b className="w-10 font-semibold">{count.counted}</b>
                <span className="min-w-0 flex-1 text-ink-2 wrap-anywhere"><CountName count={count} /></span>
                <span className="text-muted">{shortDay(count.finishedAt ?? count.startedAt, timeZone, now)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </aside>
  )
}

/** A link where who they were is kept. */
function CountName({ count }: { count: NamedUserCountView }) {
  const words = sourceWords({ kind: count.source.kind, name: count.source.name ?? "" })
  return count.kept ? <Link href={`/staff/named-users?count=${count.id}`} className="link-quiet">{words}</Link> : words
}

function Changes({ view: { newest, timeZone }, now }: { view: NamedUsersView; now: string }) {
  const changes = newest?.changes
  if (!changes) return <p className="text-small text-ink-2">This is the first count of its kind; the next one tells who is new and who is gone.</p>
  const none = changes.added.length + changes.gone.length === 0
  return (
    <section aria-labelledby="changes">
      <h2 id="changes" className="font-semibold">{none ? "Nobody new, nobody gone" : `${changes.added.length} new, ${changes.gone.length} gone`}</h2>
      <p className="text-small text-ink-2">since {moment(changes.since, timeZone, now)}, when there were {changes.before}</p>
      <NameList title="New" people={changes.added} />
      <NameList title="Gone" people={changes.gone} />
    </section>
  )
}

function NameList({ title, people }: { title: string; people: { primaryId: string; name: string | null }[] }) {
  if (people.length === 0) return null
  return (
    <div className="mt-3">
      <h3 className="text-small font-medium">{title}</h3>
      <ul className="mt-1 grid gap-0.5 text-small">
        {people.slice(0, MOST_NAMES).map((person) => <li key={person.primaryId} className="wrap-anywhere">{person.name ?? person.primaryId} <span className="font-mono text-caption text-muted">{person.primaryId}</span></li>)}
        {people.length > MOST_NAMES ? <li className="text-ink-2">and {people.length - MOST_NAMES} more</li> : null}
      </ul>
    </div>
  )
}
