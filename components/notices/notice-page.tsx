"use client"

import { Button } from "@heroui/react/button"
import { Description } from "@heroui/react/description"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextField } from "@heroui/react/textfield"
import { Printer } from "lucide-react"
import Link from "next/link"
import { type ReactNode, useEffect, useState } from "react"
import type { Action } from "@/components/action-result/run-action"
import { toneOf } from "@/components/outage/outage-words"
import { CopyButton } from "@/components/shell/copy-button"
import { DeskFrame } from "@/components/shell/desk-frame"
import type { OutageView } from "@/lib/domain/views"
import { NoticeSheet } from "./notice-sheet"
import { type NoticeKind, noticeText, noticeWords } from "./notice-words"

/** A notice for staff, to print and to copy. The place can be written over; it is kept nowhere. */
export function NoticePage({ kind, outage, note, header }: {
  kind: NoticeKind
  outage: OutageView
  /** Tells that somebody looked: a step of a drill. */
  note: Action<{ outageId: string }, void>
  header: ReactNode
}) {
  const { institution, counts, id } = outage
  const [place, setPlace] = useState(institution.helpContact ?? "")
  const isStep = outage.drill && outage.canChange
  useEffect(() => {
    // Nobody waits for it, and nobody is told when it fails: the next look tells it again.
    if (isStep) void note({ outageId: id }).catch(() => {})
  }, [isStep, note, id])
  const words = noticeWords(kind, institution, place, outage.drill)
  const other = kind === "start" ? "end" : "start"
  return (
    <DeskFrame tone={toneOf(outage)} drill={outage.drill} header={header} head={
      <div className="no-print container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-8 pb-8">
        <div>
          <p className="text-lead text-ink-2"><Link href={`/outages/${id}`} className="link-quiet">Back to the {outage.drill ? "drill" : "outage"}</Link>{outage.drill ? <> · <b className="font-semibold text-ink">Drill</b></> : null}</p>
          <h1 className="headline headline--2 mt-2">{kind === "start" ? "Where to get a code" : outage.drill ? "The drill is over" : "Campus login is back"}</h1>
        </div>
        <Button className="button--main" onPress={() => window.print()}><Printer aria-hidden="true" /> Print the notice</Button>
      </div>
    }>
      <div className="no-print container-page grid gap-6 pt-8 pb-8">
        {kind === "end" && counts.nowInternal > 0 ? (
          <p className="max-w-2xl"><b className="font-semibold">{counts.nowInternal} of {counts.held} are still Internal.</b> Put this up when the {outage.drill ? "drill" : "outage"} has ended: until then campus login does not open Alma for them.</p>
        ) : null}
        <TextField value={place} onChange={setPlace} className="max-w-xl">
          <Label>{kind === "start" ? "Where people come, and when" : "Whom they ask"}</Label>
          <Description>Stands on the notice. Left empty, there is a line to write on.</Description>
          <Input autoComplete="off" maxLength={120} />
        </TextField>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <CopyButton text={noticeText(words)} label="Copy as text" />
          <Link href={`/outages/${id}/notice?kind=${other}`} className="link-quiet">{other === "start" ? "The notice for the start" : "The notice for the end"}</Link>
        </div>
      </div>
      <div className="notices"><NoticeSheet words={words} outage={outage} link={kind === "end" ? institution.ssoUrl : null} /></div>
    </DeskFrame>
  )
}
