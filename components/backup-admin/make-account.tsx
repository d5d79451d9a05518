"use client"

import { Button } from "@heroui/react/button"
import { type FormEvent, useState } from "react"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { LeaderLine } from "@/components/leader/leader-line"
import { formText } from "@/components/sign-in/form-text"
import { useUserGroups } from "@/components/user-groups/use-user-groups"
import { UserGroupList } from "@/components/user-groups/user-group-list"
import { makeBackupAdminAction } from "@/lib/actions/make-backup-admin"
import { previewBackupAdminAction } from "@/lib/actions/preview-backup-admin"
import { MadeAccount, type Made } from "./made-account"
import { TextInput } from "./text-input"

type Input = Parameters<typeof previewBackupAdminAction>[0]
interface Preview {
  fields: { title: string; value: string }[]
  notes: string[]
  digest: string
}

const FIELDS = ["primaryId", "firstName", "lastName", "email", "userGroup", "owner", "purpose"] as const

/** Filled in, previewed field by field, made: nothing is sent to Alma before the last. */
export function MakeAccount({ loginUrl, sisGroups, onDone, onCancel }: { loginUrl: string; sisGroups: string[]; onDone: () => void; onCancel: () => void }) {
  const { pending, error, run } = useRun()
  const [input, setInput] = useState<Input | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [made, setMade] = useState<Made | null>(null)

  async function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = Object.fromEntries(FIELDS.map((name) => [name, formText(form, name)])) as Record<(typeof FIELDS)[number], string>
    const given = { ...text, roles: form.getAll("roles").map(String) }
    setInput(given)
    const ran = await run(previewBackupAdminAction, given)
    if (ran) setPreview(ran.data)
  }

  async function make() {
    if (input === null || preview === null) return
    const ran = await run(makeBackupAdminAction, { ...input, digest: preview.digest })
    if (ran) setMade(ran.data)
  }

  if (made) return <MadeAccount made={made} loginUrl={loginUrl} onDone={onDone} />
  return (
    <section aria-labelledby="make" className="max-w-3xl">
      <h2 id="make" className="text-h2 font-semibold tracking-tight">{preview ? "What will be sent to Alma" : "Make a back-up admin account"}</h2>
      {preview ? (
        <>
          <dl className="mt-5 grid gap-2.5">{preview.fields.map(({ title, value }) => <LeaderLine key={`${title} ${value}`} challenge={title} size="text-row"><span className="wrap-anywhere">{value}</span></LeaderLine>)}</dl>
          <ul className="mt-5 grid list-disc gap-1.5 ps-5 text-ink-2">{preview.notes.map((note) => <li key={note}>{note}</li>)}</ul>
          <div className="mt-6 flex flex-wrap gap-3">
            <BusyButton className="button--main" busy={pending} onPress={() => void make()}>{pending ? "Making it…" : "Make this account in Alma"}</BusyButton>
            <Button variant="outline" className="button--main" isDisabled={pending} onPress={() => setPreview(null)}>Change something</Button>
          </div>
        </>
      ) : <MakeForm input={input} sisGroups={sisGroups} pending={pending} onSubmit={(event) => void look(event)} onCancel={onCancel} />}
      <ErrorNote error={error} />
    </section>
  )
}

function MakeForm({ input, sisGroups, pending, onSubmit, onCancel }: {
  input: Input | null
  sisGroups: string[]
  pending: boolean
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  onCancel: () => void
}) {
  const [userGroup, setUserGroup] = useState(input?.userGroup ?? "")
  const inAlma = useUserGroups()
  const groups = sisGroups.length > 0 ? `Not one that the campus load writes to: ${sisGroups.join(", ")}.` : "Its code in Alma. One that no user load writes to."
  return (
    <form method="post" className="mt-5 grid gap-5 md:grid-cols-2" onSubmit={onSubmit}>
      <p className="text-ink-2 md:col-span-2">As CARLI recommends: an Internal Staff account with the role User Administrator that belongs to a department. You see every field before anything is sent.</p>
      <TextInput name="primaryId" label="Primary ID" defaultValue={input?.primaryId ?? "backup_admin"} />
      <div>
        <TextInput name="userGroup" label="User group" description={groups} value={userGroup} onChange={setUserGroup} />
        <UserGroupList answer={inAlma}>
          {({ code, name, loaded }) => (
            <>
              {loaded
                ? <span className="font-mono text-muted">{code}</span>
                : <Button variant="ghost" className="button--plain font-mono" aria-label={`Use ${code}`} onPress={() => setUserGroup(code)}>{code}</Button>}
              <span className="min-w-0 wrap-anywhere">{name}{loaded ? ": the campus load writes to it" : ""}</span>
            </>
          )}
        </UserGroupList>
      </div>
      <TextInput name="firstName" label="First name" defaultValue={input?.firstName ?? "Backup"} />
      <TextInput name="lastName" label="Last name" defaultValue={input?.lastName ?? "ADMIN"} />
      <TextInput name="email" type="email" label="Work e-mail" description="A list that several people of the department read." defaultValue={input?.email} />
      <fieldset>
        <legend className="label">Roles</legend>
        <p className="mt-1 text-row">User Administrator, always</p>
        {[["21", "User Manager"], ["26", "General System Administrator"]].map(([id, name]) => (
          <label key={id} className="flex min-h-9 items-center gap-3 text-row">
            <span className="tick-box"><input type="checkbox" name="roles" value={id} defaultChecked={input?.roles?.includes(id!)} /></span> {name}
          </label>
        ))}
      </fieldset>
      <TextInput name="owner" label="Who looks after it" maxLength={200} defaultValue={input?.owner} />
      <TextInput name="purpose" label="What it is for" maxLength={500} defaultValue={input?.purpose ?? "To let staff into Alma when campus sign-on is down and nobody else can."} />
      <div className="flex flex-wrap gap-3 md:col-span-2">
        <BusyButton type="submit" className="button--main" busy={pending}>{pending ? "Asking Alma…" : "Preview"}</BusyButton>
        <Button variant="outline" className="button--main" isDisabled={pending} onPress={onCancel}>Not now</Button>
      </div>
    </form>
  )
}
