"use client"

import { Button } from "@heroui/react/button"
import { type ReactNode, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { ChooseOne } from "@/components/select/choose-one"
import { DeskDialog } from "@/components/shell/desk-dialog"
import { changeRoleAction } from "@/lib/actions/change-role"
import { createSignInLinkAction } from "@/lib/actions/create-sign-in-link"
import { endSessionsOfAction } from "@/lib/actions/end-sessions-of"
import { setPersonDisabledAction } from "@/lib/actions/set-person-disabled"
import { ROLES } from "@/lib/domain/actor"
import type { PersonView, RoleView } from "@/lib/domain/people-views"
import { factorWords, ROLE_WORDS, roleWords } from "./people-words"
import { type MadeLink, ShownLink } from "./shown-link"

const NONE = "none"

/** What can be changed about one person. Each change is done at once and said below. */
export function PersonDialog({ person, timeZone, now, onChanged, onClose }: {
  person: PersonView
  timeZone: string
  now: string
  onChanged: () => void
  onClose: () => void
}) {
  const { pending, error, run } = useRun()
  const [done, setDone] = useState("")
  const [link, setLink] = useState<MadeLink | null>(null)

  async function change(work: () => Promise<{ data: unknown } | null>, said: string) {
    setDone("")
    if (!(await work())) return
    setDone(said)
    onChanged()
  }
  async function makeLink() {
    setDone("")
    const made = await run(createSignInLinkAction, { email: person.email })
    if (made) setLink(made.data)
  }

  return (
    <DeskDialog title={person.name} busy={pending} onClose={onClose} actions={<Button variant="outline" className="button--main" isDisabled={pending} onPress={onClose}>Done</Button>}>
      <p className="text-ink-2 wrap-anywhere">{person.email}. Signs in with: {factorWords(person.factors).toLowerCase()}.</p>
      <ul className="rule-list mt-4">
        {person.roles.map((role) => (
          <li key={role.institution?.code ?? ""} className="py-3">
            {role.mayChange ? <RoleChoice role={role} busy={pending} onChoose={(chosen) => void change(
              () => run(changeRoleAction, { personId: person.id, institutionCode: role.institution?.code ?? null, role: chosen }),
              `${chosen === null ? "The role is taken away" : `The role is ${ROLE_WORDS[chosen].toLowerCase()} now`}, and every session of theirs has ended.`,
            )} /> : <p className="text-ink-2">{roleWords(role)}. Only an admin of every institution changes this.</p>}
          </li>
        ))}
        {person.mayActOn ? <WholePerson person={person} busy={pending} onLink={() => void makeLink()}
          onEnd={() => void change(() => run(endSessionsOfAction, { personId: person.id }), "They are signed out everywhere.")}
          onDisable={() => void change(() => run(setPersonDisabledAction, { personId: person.id, disabled: !person.disabled }), person.disabled ? "They can sign in again." : "They are disabled, and every session and link of theirs has ended.")}
        /> : <li className="py-3 text-ink-2">They have roles beyond yours: links, sessions and disabling are for an admin of all of them.</li>}
      </ul>
      {link ? <div className="mt-4"><ShownLink name={person.name} link={link} timeZone={timeZone} now={now} /></div> : null}
      <p role="status" className="mt-3 min-h-6 font-medium">{done}</p>
      <ErrorNote error={error} />
    </DeskDialog>
  )
}

function RoleChoice({ role, busy, onChoose }: { role: RoleView; busy: boolean; onChoose: (role: RoleView["role"] | null) => void }) {
  const [chosen, setChosen] = useState<string>(role.role)
  const where = role.institution?.name ?? "every institution"
  const options = [...ROLES.map((one) => ({ id: one as string, name: ROLE_WORDS[one] })), { id: NONE, name: "No role any more" }]
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1 basis-56"><ChooseOne label={`Role in ${where}`} value={chosen} options={options} isDisabled={busy} onChange={setChosen} /></div>
      <BusyButton variant="outline" busy={busy} isDisabled={chosen === role.role} onPress={() => onChoose(ROLES.find((one) => one === chosen) ?? null)}>Change the role</BusyButton>
    </div>
  )
}

function WholePerson({ person, busy, onLink, onEnd, onDisable }: {
  person: PersonView
  busy: boolean
  onLink: () => void
  onEnd: () => void
  onDisable: () => void
}) {
  return (
    <>
      {person.disabled ? null : (
        <>
          <Line words={linkWords(person.factors)}>
            <BusyButton variant="outline" size="sm" busy={busy} onPress={onLink}>Make a link</BusyButton>
          </Line>
          <Line words={person.openSessions === 0 ? "They are signed in nowhere." : `Signed in in ${person.openSessions} ${person.openSessions === 1 ? "place" : "places"}.`}>
            <BusyButton variant="outline" size="sm" busy={busy} isDisabled={person.openSessions === 0} onPress={onEnd}>Sign them out</BusyButton>
          </Line>
        </>
      )}
      <Line words={person.disabled ? "Disabled: nothing lets them in." : "Disabled, nothing lets them in. Their name stays on what they did."}>
        <BusyButton variant="outline" size="sm" busy={busy} onPress={onDisable}>{person.disabled ? "Enable" : "Disable"}</BusyButton>
      </Line>
    </>
  )
}

function linkWords({ password, app, passkeys }: PersonView["factors"]): string {
  if (!app && passkeys === 0) return password ? "A sign-in link: they have no second factor yet." : "A set-up link: they have no password yet."
  return "A sign-in link, for a forgotten password. Who lost every passkey, code and paper is let in by whoever runs the server."
}

function Line({ words, children }: { words: string; children: ReactNode }) {
  return <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3"><span className="min-w-0 flex-1 basis-56 text-ink-2">{words}</span>{children}</li>
}
