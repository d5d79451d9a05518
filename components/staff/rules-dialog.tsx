"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { useEffect, useRef, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { runAction } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { TickBox } from "@/components/tick-box/tick-box"
import { NOT_COUNTED_BY_CARLI } from "@/lib/domain/named-user"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import type { NamedUserActions } from "./named-user-actions"

interface RoleRow { code: string; name: string; counts: boolean }

/** What is counted against, and which roles make nobody a Named User. Role names are read from Alma as the dialog opens. */
export function RulesDialog({ view, actions, onClose, onChanged }: {
  view: NamedUsersView
  actions: NamedUserActions
  onClose: () => void
  onChanged: () => void
}) {
  const { pending, error, setError, run } = useRun()
  const { roles, unread } = useRoles(actions.readRoles)
  const [allowance, setAllowance] = useState(view.allowance?.toString() ?? "")
  const [out, setOut] = useState<ReadonlySet<string> | null>(null)
  const notCounted = out ?? new Set((roles ?? []).filter((role) => !role.counts).map((role) => role.code))

  function tick(code: string, on: boolean) {
    const next = new Set(notCounted)
    if (on) next.add(code)
    else next.delete(code)
    setOut(next)
  }

  async function save(rolesToo: string[] | null | undefined) {
    const number = allowance.trim() === "" ? null : Number(allowance)
    if (number !== null && (!Number.isInteger(number) || number < 1)) return setError("An allowance is a whole number, such as 150. Nothing was saved.")
    if (!(await run(actions.setRules, { allowance: number, ...(rolesToo === undefined ? {} : { notCounted: rolesToo }) }))) return
    onChanged()
    onClose()
  }

  return (
    <DeskDialog wide title="What Named Users are counted by" busy={pending} onClose={onClose} actions={<>
      <Button variant="outline" isDisabled={pending} onPress={onClose}>Back</Button>
      {view.ownList.length > 0 ? <BusyButton variant="outline" busy={pending} onPress={() => void save(null)}>Back to CARLI&apos;s list</BusyButton> : null}
      <BusyButton busy={pending} onPress={() => void save(out === null ? undefined : [...out])}>{pending ? "Saving…" : "Save"}</BusyButton>
    </>}>
      <TextField value={allowance} onChange={setAllowance} className="max-w-60" inputMode="numeric">
        <Label>Named Users allowed</Label>
        <Description>Empty when nobody said. A warning comes from 90 % on.</Description>
        <Input autoComplete="off" maxLength={7} />
      </TextField>
      <h3 className="mt-6 font-semibold">Roles that don&apos;t count</h3>
      <p className="mt-1 text-small text-ink-2">CARLI&apos;s list, by name: {NOT_COUNTED_BY_CARLI.join(", ")}. Every other role that is active makes its holder a Named User. The next count goes by what is ticked.</p>
      <div role="status" className="text-row text-ink-2">{roles === null && !unread ? <p className="mt-3">Reading the roles in Alma…</p> : null}</div>
      <ErrorNote error={unread} />
      {roles ? (
        <ul className="rule-list mt-3 max-h-72 overflow-y-auto text-row">
          {roles.map((role) => (
            <li key={role.code} className="flex items-center gap-2 py-1">
              <TickBox label={`${role.name} doesn't count`} checked={notCounted.has(role.code)} onChange={(on) => tick(role.code, on)} />
              <span className="min-w-0 flex-1 wrap-anywhere">{role.name}</span>
              <span className="font-mono text-caption text-muted">{role.code}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function useRoles(read: NamedUserActions["readRoles"]): { roles: RoleRow[] | null; unread: string | null } {
  const [answer, setAnswer] = useState<{ roles: RoleRow[] | null; unread: string | null }>({ roles: null, unread: null })
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void runAction(read, {}).then((ran) => setAnswer(ran.ok ? { roles: ran.data.toSorted((a, b) => Number(a.counts) - Number(b.counts)), unread: null } : { roles: null, unread: ran.error }))
  }, [read])
  return answer
}
