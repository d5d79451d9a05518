"use client"

import { Button } from "@heroui/react/button"
import { SearchField } from "@heroui/react/search-field"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { type ReactNode, useState } from "react"
import { DeskFrame } from "@/components/shell/desk-frame"
import type { PeopleView } from "@/lib/domain/people-views"
import type { InstitutionView } from "@/lib/domain/views"
import { AddPersonDialog } from "./add-person-dialog"
import { PeopleRows } from "./people-rows"
import { people } from "./people-words"
import { PersonDialog } from "./person-dialog"

/** Who works with Lantern here. `view` is null for whoever manages nobody. */
export function PeoplePage({ view, institution, now, header }: {
  view: PeopleView | null
  institution: InstitutionView
  now: string
  header: ReactNode
}) {
  const router = useRouter()
  const [open, setOpen] = useState<{ kind: "add" } | { kind: "person"; id: string } | null>(null)
  const [search, setSearch] = useState("")
  if (view === null) return <NotYours header={header} title="People are an admin’s" />
  const text = search.trim().toLowerCase()
  const shown = view.people.filter((person) => `${person.name} ${person.email}`.toLowerCase().includes(text))
  const chosen = open?.kind === "person" ? view.people.find((person) => person.id === open.id) : undefined
  const close = () => setOpen(null)
  return (
    <DeskFrame header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <div>
          <p className="text-lead text-ink-2"><Link href="/settings" className="link-quiet">Settings</Link></p>
          <h1 className="headline headline--2 mt-2">{people(view.people.length)}</h1>
        </div>
        <Button className="button--main" onPress={() => setOpen({ kind: "add" })}>Add a person</Button>
      </div>
    }>
      <div className="container-page pb-16">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pb-4">
          <p className="max-w-2xl text-ink-2">Two people who can declare an outage are the least: one of them is away on the day. <Link href="/settings/security" className="link-quiet">Security</Link> shows who is signed in.</p>
          <SearchField aria-label="Name or e-mail" value={search} onChange={setSearch} className="w-full sm:w-60">
            <SearchField.Group>
              <SearchField.SearchIcon />
              <SearchField.Input placeholder="Name or e-mail" />
              <SearchField.ClearButton aria-label="Clear the search" />
            </SearchField.Group>
          </SearchField>
        </div>
        {shown.length === 0
          ? <p className="border-t border-line py-8 text-ink-2">{text ? "Nobody fits. Look for another name." : "Nobody is added yet."}</p>
          : <PeopleRows people={shown} timeZone={institution.timeZone} now={now} onOpen={(id) => setOpen({ kind: "person", id })} />}
      </div>
      {open?.kind === "add" ? <AddPersonDialog view={view} current={institution.code} timeZone={institution.timeZone} now={now} onChanged={() => router.refresh()} onClose={close} /> : null}
      {chosen ? <PersonDialog key={chosen.id} person={chosen} timeZone={institution.timeZone} now={now} onChanged={() => router.refresh()} onClose={close} /> : null}
    </DeskFrame>
  )
}

/** For whoever manages nobody: what they may do instead. */
export function NotYours({ header, title }: { header: ReactNode; title: string }) {
  return (
    <DeskFrame header={header} head={<div className="container-page pt-10 pb-8"><h1 className="headline headline--2">{title}</h1></div>}>
      <p className="container-page pb-16 text-lead text-ink-2">Ask an admin of your institution. What is yours stands on <Link href="/account" className="link-quiet">your account</Link>.</p>
    </DeskFrame>
  )
}
