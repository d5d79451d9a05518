/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   The roles are written out: on a phone the rows are drawn as blocks, which takes a table's own roles away. */
"use client"

import { useDeferredValue, useMemo, useRef, useState } from "react"
import { WhoseAccount } from "@/components/declare/whose-account"
import { NameSearch } from "@/components/shell/name-search"
import { Gap, useLongRows } from "@/components/table/long-rows"
import { folded } from "@/lib/domain/folded"
import type { NamedUser } from "@/lib/domain/named-user"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import { SortHeader } from "./sort-header"

type SortBy = "name" | "roles" | "libraries"
interface Row extends NamedUser {
  searched: string
}

/** Who they are, and the roles that make each one; searched by name, id, role and library. */
export function NamedUsersTable({ view: { people, newest } }: { view: NamedUsersView }) {
  const [search, setSearch] = useState("")
  const [sort, setSort] = useState<{ by: SortBy; down: boolean }>({ by: "name", down: false })
  const text = useDeferredValue(search)
  const rows = useMemo(() => people.map(indexed), [people])
  const shown = useMemo(() => sorted(rows.filter((row) => words(text).every((word) => row.searched.includes(word))), sort), [rows, text, sort])
  const body = useRef<HTMLTableSectionElement>(null)
  const { drawn, before, after, measure } = useLongRows(body, shown.length, (at) => shown[at]!.primaryId)
  if (!newest) return <p className="border-t border-line pt-6 text-ink-2">Named Users are people whose active record has an active role that lets them log in to Alma: any but Patron, Instructor, Trial Participant and the roles of Leganto and Rialto alone. Count them once; then the number stands here, with who they are and what changed.</p>
  return (
    <section aria-label="Who they are">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
        <p role="status" className="text-small text-muted">{shown.length === people.length ? `All ${people.length} shown` : `${shown.length} of ${people.length} shown`}</p>
        <NameSearch value={search} onChange={setSearch} label="Name, Primary ID, role or library" className="w-full shrink-0 sm:w-80" />
      </div>
      {shown.length === 0 ? <p className="py-8 text-ink-2">Nobody fits. Clear the search.</p> : (
        <div className="table-root table-root--secondary acct acct--preview acct--roster acct--named mt-2">
          <table role="table" aria-label="Named Users" aria-rowcount={shown.length + 1} className="table__content">
            <thead role="rowgroup" className="table__header">
              <tr role="row" aria-rowindex={1}>
                <SortHeader title="Name" by="name" sort={sort} onSort={setSort} className="c-name" />
                <SortHeader title="Roles that count" by="roles" sort={sort} onSort={setSort} className="c-note" />
                <SortHeader title="For" by="libraries" sort={sort} onSort={setSort} className="c-dept" />
              </tr>
            </thead>
            <tbody role="rowgroup" className="table__body" ref={body}>
              <Gap px={before} columns={3} />
              {drawn.map(({ index, key }) => {
                const person = shown[index]!
                return (
                  <tr key={key} role="row" aria-rowindex={index + 2} data-index={index} ref={measure} className="table__row">
                    <th role="rowheader" scope="row" className="table__cell c-name text-start font-normal"><WhoseAccount account={person} />{person.expired ? <span className="block text-small text-muted">past its expiry date</span> : null}</th>
                    <td role="cell" className="table__cell c-note">{namesOf(person.roles)}</td>
                    <td role="cell" className="table__cell c-dept">{namesOf(person.libraries)}</td>
                  </tr>
                )
              })}
              <Gap px={after} columns={3} />
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const MOST = 4

function namesOf(list: { name: string }[]): string {
  const names = list.slice(0, MOST).map((one) => one.name).join(", ")
  return list.length > MOST ? `${names} and ${list.length - MOST} more` : names
}

function indexed(person: NamedUser): Row {
  const all = [person.name, person.primaryId, ...person.roles.map((role) => role.name), ...person.libraries.map((library) => library.name)]
  return { ...person, searched: folded(all.join(" ")) }
}

const order = new Intl.Collator("en", { sensitivity: "base", numeric: true })

function sorted(rows: Row[], { by, down }: { by: SortBy; down: boolean }): Row[] {
  const of = (row: Row) => (by === "name" ? (row.name ?? row.primaryId) : namesOf(row[by]))
  return rows.toSorted((a, b) => (down ? -1 : 1) * order.compare(of(a), of(b)) || order.compare(a.primaryId, b.primaryId))
}

function words(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean)
}
