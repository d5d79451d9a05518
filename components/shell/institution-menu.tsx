"use client"

import { Dropdown } from "@heroui/react/dropdown"
import { ChevronsUpDown } from "lucide-react"
import { useRun } from "@/components/action-result/use-run"
import { chooseInstitutionAction } from "@/lib/actions/choose-institution"
import type { ViewerView } from "@/lib/domain/views"

/** From so many on, it helps to be told that typing finds one. */
const MANY = 9

/** Whose pages these are, for somebody who has more than one institution, and the way to another of theirs. */
export function InstitutionMenu({ institutions, current }: { institutions: ViewerView["institutions"]; current: { id: string; name: string } }) {
  const { pending, error, run } = useRun()

  async function go(id: string) {
    if (id === current.id || !(await run(chooseInstitutionAction, { institution: id }))) return
    // Loaded anew, not gone to: nothing of the old one stays in this window, no dialog and nothing that polls.
    window.location.assign("/")
  }

  return (
    <>
      <Dropdown>
        <Dropdown.Trigger isDisabled={pending} className="institution-menu" aria-label={`${current.name}. Go to another institution`}>
          <span className="truncate">{current.name}</span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </Dropdown.Trigger>
        <Dropdown.Popover placement="bottom start" className="institution-list">
          {institutions.length >= MANY ? <p className="border-b border-line px-4 py-2 text-small text-muted">{institutions.length} institutions. Type the first letters to find one.</p> : null}
          <Dropdown.Menu aria-label="Your institutions" selectionMode="single" selectedKeys={[current.id]} onAction={(key) => void go(String(key))}>
            {institutions.map(({ id, code, name, role }) => (
              <Dropdown.Item key={id} id={id} textValue={name}>
                <Dropdown.ItemIndicator />
                <span className="min-w-0">
                  <span className="block wrap-anywhere">{name}</span>
                  <span className="block text-small text-muted"><span className="font-mono">{code}</span>, you are {role}</span>
                </span>
              </Dropdown.Item>
            ))}
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
      {error ? <span role="alert" className="institution-error">{error}</span> : null}
    </>
  )
}
