import Link from "next/link"
import type { ReactNode } from "react"
import { StateWindow } from "@/components/account-state/state-window"
import { DeskFrame } from "@/components/shell/desk-frame"
import { LinkButton } from "@/components/shell/link-button"
import type { InstitutionSettingsView } from "@/lib/domain/settings-views"
import type { SettingsRow } from "./settings-rows"

const ICON = { ok: "ready", warn: "see_to", fail: "not_ready" } as const
const WORD = { ok: "Set", warn: "See to it", fail: "Not ready" } as const

/** What there is to set, each with how it stands; only what isn't settled unfolds its one thing to do. */
export function SettingsPage({ settings, rows, mayConnect, header }: {
  settings: InstitutionSettingsView
  rows: SettingsRow[]
  mayConnect: boolean
  header: ReactNode
}) {
  const counted = rows.filter((row) => row.mark !== null)
  const set = counted.filter((row) => row.mark === "ok").length
  const first = rows.find((row) => row.mark === "fail") ?? rows.find((row) => row.mark === "warn")
  return (
    <DeskFrame header={header} head={
      <div className="container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-10 pb-8">
        <div>
          <p className="text-lead text-ink-2 md:text-h2">{settings.name}</p>
          <h1 className="headline headline--2 mt-2">{set} of {counted.length} set</h1>
        </div>
        {settings.canManage && first ? <LinkButton href={first.href}>{first.todo?.button ?? first.title}</LinkButton> : null}
      </div>
    }>
      <div className="container-page pb-12">
        <ol className="setting-rows border-t border-control">
          {rows.map((row, at) => <Row key={row.id} row={row} at={at} />)}
        </ol>
        <div className="mt-8 grid gap-2 text-ink-2">
          {settings.canManage ? null : <p>You can look at everything here. To change it, ask an admin of {settings.name}.</p>}
          {mayConnect ? <p><Link href="/settings/connect" className="link-quiet text-ink">Connect another institution</Link>, step by step, each step tried at once.</p> : null}
        </div>
      </div>
    </DeskFrame>
  )
}

function Row({ row, at }: { row: SettingsRow; at: number }) {
  const owed = row.todo !== null
  return (
    <li className="setting-row border-b border-line">
      <span aria-hidden="true" className="setting-row__at text-muted">{at + 1}</span>
      <Link href={row.href} className={`setting-row__title hover:underline ${owed ? "font-semibold" : ""}`}>{row.title}</Link>
      <span className="leader__dots" aria-hidden="true" />
      <span className="setting-row__words text-row text-ink-2 wrap-anywhere">{row.words}</span>
      {row.mark ? <span className="setting-row__state font-medium"><StateWindow name={ICON[row.mark]} /> {WORD[row.mark]}</span> : null}
      {row.todo ? <p className="setting-row__fix text-ink-2">{row.todo.sentence}</p> : null}
    </li>
  )
}
